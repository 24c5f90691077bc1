import Foundation

/// The dataset cache of all tests, so that each dataset is generated once.
enum SharedCache {
    /// Its path; it goes away when the test program ends.
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
