internal import Glibc

/// The identity, size and times of a file. Equal stamps mean equal content, so the files need not
/// be read.
///
/// Programs can set a file's modification time, but not the change time of its inode.
package struct FileStamp: Hashable, Sendable {
    /// The device that contains the file.
    package var device: UInt64
    /// The file's inode on that device.
    package var inode: UInt64
    /// The size of the file, in bytes.
    package var bytes: Int
    /// The time of the last change to the content, in nanoseconds since 1970.
    package var modifiedNanoseconds: Int
    /// The time of the last change to the inode, in nanoseconds since 1970.
    package var changedNanoseconds: Int

    /// Creates a stamp from known figures.
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

    /// Examines a regular file, also through a link; `nil` for anything else.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Examines a regular file, without following a link; `nil` for anything else.
    package init?(ofLink path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Examines an open regular file; `nil` for anything else.
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
