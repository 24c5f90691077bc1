import Foundation
import Synchronization

/// The directories that are there now.
private let present = Mutex<Set<String>>([])

/// Removes at the end of the program what is held until then, such as by a static property.
private let removalAtExit: Void = {
    atexit {
        for path in present.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}()

/// A fresh directory that goes away, with all that is in it, when the last reference does or the
/// program ends.
package final class TemporaryDirectory: Sendable {
    /// Its absolute path, without a slash at the end.
    package let path: String

    /// Makes an empty directory where the system keeps such things.
    package init() throws {
        let parent = FileManager.default.temporaryDirectory
        let directory = parent.appendingPathComponent("membudget-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        path = directory.path
        _ = removalAtExit
        _ = present.withLock { $0.insert(path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        _ = present.withLock { $0.remove(path) }
    }

    /// The path of a file in it, whether or not it exists.
    package func path(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file and returns its path; directories in between are made.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file and returns its path; directories in between are made.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }
}
