internal import Glibc

/// The identity of a file or folder, independent of its path: a link has the identity of its
/// target.
package struct FileIdentity: Hashable, Sendable {
    /// The number of the device that contains the file.
    let device: UInt64
    private let inode: UInt64

    /// Identifies a path; `nil` if nothing exists there.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Identifies an open file; `nil` if the descriptor is not open.
    init?(ofOpen descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Identifies an entry of an open folder, without following a link; `nil` if there is none.
    init?(ofEntry name: UnsafePointer<CChar>, in folder: Int32) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
