import Glibc

/// The disk that a path lies on, and the room on it.
package struct DiskSpace: Hashable, Sendable {
    /// The kernel's number of the file system: two paths with the same share their room.
    package let device: UInt64
    /// What we may still write there, in bytes.
    package let freeBytes: Int

    /// Asks about a path, or about the nearest folder above it that exists; nil if nobody answers.
    package init?(of path: String) {
        var place = absolutePath(path)
        var status = stat()
        while stat(place, &status) != 0 {
            guard errno == ENOENT, let slash = place.lastIndex(of: "/"), place != "/" else {
                return nil
            }
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        var information = statvfs()
        guard statvfs(place, &information) == 0 else { return nil }
        device = UInt64(status.st_dev)
        freeBytes = Int(information.f_bavail) * Int(information.f_frsize)
    }
}
