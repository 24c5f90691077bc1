import Files
import Synchronization

/// The pages of workers' files in the page cache, as far as they move a peak.
///
/// A page fault maps as many of a file's pages as the cache keeps as one, and a file that was linked or read
/// from end to end is kept in large pieces: that moves the peak by megabytes. What trials bring in by
/// themselves is the same each time.
enum WorkerCache {
    private static let dropped = Mutex<Set<String>>([])

    /// Drops a worker's file from the cache; does nothing the second time, so that only the first trial,
    /// a floor or one without a limit, pays for reading it again.
    static func drop(_ path: String) {
        guard dropped.withLock({ $0.insert(path).inserted }) else { return }
        // A file that can't be read has no trials either.
        try? OpenFile(reading: path).dropCachedPages()
    }
}
