import Foundation
import Glibc

/// A file system in memory that is soon full.
public enum SmallDisk {
    /// Whether this user may mount one here: root in some containers may not.
    public static let isPossible: Bool = {
        guard let directory = try? TemporaryDirectory() else { return false }
        guard mount("tmpfs", directory.path, "tmpfs", 0, "size=16k") == 0 else { return false }
        return umount2(directory.path, Int32(MNT_DETACH)) == 0
    }()

    /// Lends a disk of that size, by its path.
    ///
    /// - Throws: ``NotMounted``, and what `body` throws.
    public static func with<Result>(
        kibibytes: Int, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let directory = try TemporaryDirectory()
        guard mount("tmpfs", directory.path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else {
            throw NotMounted(code: errno)
        }
        defer { umount2(directory.path, Int32(MNT_DETACH)) }
        return try await body(directory.path)
    }

    /// A disk that could not be mounted.
    public struct NotMounted: Error, CustomStringConvertible {
        /// The system's error number.
        public let code: Int32

        /// What failed and why.
        public var description: String {
            "could not mount a tmpfs: \(String(cString: strerror(code)))"
        }
    }
}
