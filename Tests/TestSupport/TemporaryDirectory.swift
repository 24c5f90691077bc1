import Foundation
import Synchronization

/// The existing folders.
private let present = Mutex<Set<String>>([])

/// Removes folders that still exist at the end of the program, such as those of static properties.
private let removalAtExit: Void = {
    atexit {
        for path in present.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}()

/// A new folder that is removed with its contents after the last reference, or at the end of the
/// program.
package final class TemporaryDirectory: Sendable {
    /// The absolute path, without a slash at the end.
    package let path: String

    /// Creates an empty folder in the system's temporary folder.
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

    /// Returns the path of a file in the folder, whether or not it exists.
    package func path(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file, creates the folders above it, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file, creates the folders above it, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }
}
