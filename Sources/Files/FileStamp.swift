internal import Glibc

/// The identity, size and times of a file. Equal stamps are of the same content, which isn't read.
///
/// The time of the last change of the inode can't be set by a program, unlike that of the content.
package struct FileStamp: Hashable, Sendable {
    /// The device that it is on.
    package var device: UInt64
    /// Its inode there.
    package var inode: UInt64
    /// Its size, in bytes.
    package var bytes: Int
    /// When its content was changed, in nanoseconds since 1970.
    package var modifiedNanoseconds: Int
    /// When its inode was changed, in nanoseconds since 1970.
    package var changedNanoseconds: Int

    /// A stamp of known figures.
    package init(
        device: UInt64, inode: UInt64, bytes: Int, modifiedNanoseconds: Int,
        changedNanoseconds: Int
    ) {
        self.device = device
        self.inode = inode
        self.bytes = bytes
        self.modifiedNanoseconds = modifiedNanoseconds
        self.changedNanoseconds = changedNanoseconds
    }

    /// Looks at a regular file, also by a link to it; nil for anything else.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at a regular file and not through a link; nil for anything else.
    package init?(ofLink path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Looks at an open regular file; nil for anything else.
    package init?(ofOpen descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
            bytes: Int(status.st_size), modifiedNanoseconds: Self.nanoseconds(status.st_mtim),
            changedNanoseconds: Self.nanoseconds(status.st_ctim))
    }

    private static func nanoseconds(_ time: timespec) -> Int {
        time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
