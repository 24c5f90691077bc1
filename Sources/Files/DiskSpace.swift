internal import Glibc

/// The disk that a path lies on, and the room on it.
package struct DiskSpace: Hashable, Sendable {
    /// The kernel's number of the file system: two paths with the same share their room.
    package let device: UInt64
    /// The room for this user's files, in bytes.
    package let freeBytes: Int

    /// The room for this user's files on the disk of a path, in bytes.
    package static func freeBytes(at path: String) throws(FileError) -> Int {
        guard let space = DiskSpace(of: path) else { throw FileError(.examine, path) }
        return space.freeBytes
    }

    /// Examines a path, or the nearest folder above it that exists; nil if the system refuses.
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
