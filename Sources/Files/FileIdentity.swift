internal import Glibc

/// Which file or folder a path leads to, whatever the path: a link's target is the same one.
package struct FileIdentity: Hashable, Sendable {
    /// The disk that it is on.
    let device: UInt64
    private let inode: UInt64

    /// Looks at what is there; nil if nothing is.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at what is open; nil if nothing is.
    init?(ofOpen descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at an entry of an open folder, at a link itself rather than its target; nil if there is none.
    init?(ofEntry name: UnsafePointer<CChar>, in folder: Int32) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
