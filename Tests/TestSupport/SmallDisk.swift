import Glibc

/// A small in-memory file system, which is unmounted at the end of its lifetime.
package final class SmallDisk {
    /// Whether this user can mount one; in some containers, even root can't.
    package static let isPossible = (try? SmallDisk(kibibytes: 16)) != nil

    /// The mount point.
    package let path: String
    /// The temporary mount point, unless one was given.
    private let directory: TemporaryDirectory?

    /// Mounts a disk of this size.
    ///
    /// - Parameter place: An empty folder; `nil` creates a temporary one.
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

    /// Mounts a disk of this size while `body` runs, which receives its path.
    ///
    /// - Throws: ``NotMounted``, and any error of `body`.
    package static func with<Result>(
        kibibytes: Int, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let disk = try SmallDisk(kibibytes: kibibytes)
        defer { withExtendedLifetime(disk) {} }
        return try await body(disk.path)
    }

    /// Mounts a disk of this size while `body` runs, without waiting.
    package static func with<Result>(
        kibibytes: Int, _ body: (String) throws -> Result
    ) throws -> Result {
        let disk = try SmallDisk(kibibytes: kibibytes)
        defer { withExtendedLifetime(disk) {} }
        return try body(disk.path)
    }

    /// Changes the size of a mounted disk.
    ///
    /// - Throws: ``NotMounted``.
    package static func resize(_ path: String, kibibytes: Int) throws {
        guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(kibibytes)k") == 0 else {
            throw NotMounted(code: errno)
        }
    }

    /// Fills the remaining space of a disk.
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

        /// The error and its reason.
        package var description: String {
            "could not mount a tmpfs: \(String(cString: strerror(code)))"
        }
    }
}
