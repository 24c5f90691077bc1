internal import Glibc

/// The free space on the file system of a path.
package struct DiskSpace: Hashable, Sendable {
    /// The kernel's number of the file system, which is equal for paths that share their space.
    package let device: UInt64
    /// The space available to this user, in bytes.
    package let freeBytes: Int

    /// Returns the space available to this user on the file system of a path, in bytes.
    package static func freeBytes(at path: String) throws(FileError) -> Int {
        guard let space = DiskSpace(of: path) else { throw FileError(.examine, path) }
        return space.freeBytes
    }

    /// Examines a path, or its nearest existing parent; `nil` if that fails.
    package init?(of path: String) {
        var place = absolutePath(path)
        var status = stat()
        while stat(place, &status) != 0 {
            guard errno == ENOENT, parentPath(of: place) != place else { return nil }
            place = parentPath(of: place)
        }
        var information = statvfs()
        guard statvfs(place, &information) == 0 else { return nil }
        device = UInt64(status.st_dev)
        let (bytes, isTooLarge) = UInt64(information.f_bavail).multipliedReportingOverflow(
            by: UInt64(information.f_frsize))
        freeBytes = isTooLarge ? .max : Int(clamping: bytes)
    }
}
