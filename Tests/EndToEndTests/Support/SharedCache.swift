import Foundation

/// The dataset cache of all tests, so that each dataset is generated once.
enum SharedCache {
    /// The path of the cache, which is removed at the end of the test program.
    static let path: String = {
        let path = NSTemporaryDirectory() + "membudget-endtoend-cache-\(getpid())"
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        atexit {
            try? FileManager.default.removeItem(atPath: SharedCache.path)
        }
        return path
    }()
}
