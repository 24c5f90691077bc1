import Glibc

/// A file system in memory that is soon full, unmounted when it goes.
package final class SmallDisk {
    /// Whether this user may mount one here: root in some containers may not.
    package static let isPossible = (try? SmallDisk(kibibytes: 16)) != nil

    /// Where it is.
    package let path: String
    /// Of its own, if it wasn't given a place.
    private let directory: TemporaryDirectory?

    /// Mounts a disk of that size.
    ///
    /// - Parameter place: An empty folder; nil makes a temporary one.
    /// - Throws: ``NotMounted``.
    package init(kibibytes: Int, at place: String? = nil) throws {
        let directory = place == nil ? try TemporaryDirectory() : nil
        let path = place ?? directory?.path ?? ""
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else {
            throw NotMounted(code: errno)
        }
        self.path = path
        self.directory = directory
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
    }

    /// Lends a disk of that size, by its path.
    ///
    /// - Throws: ``NotMounted``, and what `body` throws.
    package static func with<Result>(
        kibibytes: Int, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let disk = try SmallDisk(kibibytes: kibibytes)
        defer { withExtendedLifetime(disk) {} }
        return try await body(disk.path)
    }

    /// The same for a body that waits for nothing.
    package static func with<Result>(
        kibibytes: Int, _ body: (String) throws -> Result
    ) throws -> Result {
        let disk = try SmallDisk(kibibytes: kibibytes)
        defer { withExtendedLifetime(disk) {} }
        return try body(disk.path)
    }

    /// Gives a mounted disk another size.
    ///
    /// - Throws: ``NotMounted``.
    package static func resize(_ path: String, kibibytes: Int) throws {
        guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(kibibytes)k") == 0 else {
            throw NotMounted(code: errno)
        }
    }

    /// Takes all the room that is left on a disk.
    package static func fill(_ path: String) {
        let descriptor = open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND, 0o644)
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        while write(descriptor, zeros, zeros.count) > 0 {}
    }

    /// A disk that could not be mounted.
    package struct NotMounted: Error, CustomStringConvertible {
        /// The system's error number.
        package let code: Int32

        /// What failed and why.
        package var description: String {
            "could not mount a tmpfs: \(String(cString: strerror(code)))"
        }
    }
}
