import Files
import Synchronization

/// The page cache of worker files, insofar as it affects peaks.
///
/// The first access to a page maps all pages of the file that the cache stores together. A file
/// that was just linked or read from end to end is stored in large pieces, which changes the peak
/// by megabytes.
/// Pages that trials read themselves are the same each time.
enum WorkerCache {
    private static let dropped = Mutex<Set<String>>([])

    /// Drops a worker's file from the cache on the first call. Only the first trial, a floor or one
    /// without a limit, then pays for reading it again.
    static func drop(_ path: String) {
        guard dropped.withLock({ $0.insert(path).inserted }) else { return }
        // A failure only leaves the pages as they are.
        try? OpenFile(reading: path).dropCachedPages()
    }
}
