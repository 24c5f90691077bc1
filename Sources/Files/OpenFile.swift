internal import Glibc

/// An open file, closed when this value is destroyed.
package struct OpenFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Opens a file. A new file is readable and writable by its owner, whatever the umask; others
    /// may read it unless the umask forbids that, and can't write to it.
    ///
    /// - Parameters:
    ///   - action: The operation to name in errors.
    ///   - isPrivate: Whether only the owner may read a new file; default false.
    package init(
        _ path: String, _ flags: Int32, to action: FileError.Action, isPrivate: Bool = false
    ) throws(FileError) {
        descriptor = open(path, flags | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
        self.path = path
        guard descriptor >= 0 else { throw FileError(action, path) }
        if flags & O_CREAT != 0 { giveBackToOwner(descriptor) }
    }

    /// Opens a file for reading. A FIFO is opened without waiting for a writer, and `readAll` then
    /// fails.
    package init(reading path: String) throws(FileError) {
        try self.init(path, O_RDONLY | O_NONBLOCK, to: .read)
    }

    deinit {
        _ = close(descriptor)
    }

    /// Writes all bytes.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        if let number = bytes.withUnsafeBytes({ writeAll($0, to: descriptor) }) {
            throw FileError(.write, path, number: number)
        }
    }

    /// Writes all bytes at an offset.
    package func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        let count = bytes.withUnsafeBytes { buffer in
            retried { pwrite(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
        }
        guard count >= 0 else { throw FileError(.write, path) }
        guard count == bytes.count else { throw FileError(.write, path, number: ENOSPC) }
    }

    /// Syncs the file and drops its pages from the page cache, except those mapped by a process. A
    /// file system that exists only in memory keeps them.
    package func dropCachedPages() {
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Takes over the mode of a file to be replaced, and its owner if permitted; does nothing if
    /// that file doesn't exist.
    func takeOwnerAndMode(of path: String) {
        var old = stat()
        var own = stat()
        guard stat(path, &old) == 0, fstat(descriptor, &own) == 0 else { return }
        if own.st_uid != old.st_uid || own.st_gid != old.st_gid {
            // Users who may not give a file away may still set its group to one of theirs.
            if fchown(descriptor, old.st_uid, old.st_gid) != 0 {
                _ = fchown(descriptor, uid_t.max, old.st_gid)
            }
            _ = fstat(descriptor, &own)
        }
        // The set-user-ID bit is only kept if the owner is the same.
        let isSameUser = own.st_uid == old.st_uid
        _ = fchmod(descriptor, old.st_mode & (isSameUser ? 0o7777 : 0o777))
    }

    /// Syncs the file: returns once the written data is on disk.
    package func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(.synchronize, path) }
    }

    /// Returns the whole contents of the file.
    package func readAll() throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { buffer in
                retried { pread(descriptor, buffer.baseAddress, buffer.count, off_t(bytes.count)) }
            }
            if count == 0 { return bytes }
            guard count > 0 else { throw FileError(.read, path) }
            bytes += chunk[..<count]
        }
    }

    /// Returns the start of the file; fewer bytes if the file is shorter.
    package func readFirst(byteCount: Int) throws(FileError) -> [UInt8] {
        try read(byteCount: byteCount, at: 0)
    }

    /// Returns a part of the file; fewer bytes if the file is shorter.
    package func read(byteCount: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        let count = bytes.withUnsafeMutableBytes { buffer in
            retried { pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
        }
        guard count >= 0 else { throw FileError(.read, path) }
        return Array(bytes[..<count])
    }

    /// Truncates the file.
    package func truncate(to byteCount: Int) throws(FileError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw FileError(.truncate, path)
        }
    }

    /// Locks the file until it is closed; returns false if another process has it.
    ///
    /// - Parameter mode: Exclusive, which on NFS requires a file open for writing, or shared with
    ///   other readers; default exclusive.
    package func lock(_ mode: FileLock.Mode = .exclusive) -> Bool {
        retried { flock(descriptor, mode.operation | LOCK_NB) } == 0
    }
}

/// Restores the owner's permissions on a new file or folder that the umask removed.
package func giveBackToOwner(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else { return }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let wanted: mode_t = isFolder ? 0o700 : 0o600
    guard status.st_mode & wanted != wanted, isFolder || status.st_size == 0 else { return }
    _ = fchmod(descriptor, status.st_mode & 0o7777 | wanted)
}

/// Returns the text of a small file; `nil` if it can't be read.
package func readText(_ path: String) -> String? {
    readProcFile(path).map { String(decoding: $0, as: UTF8.self) }
}

/// Returns the contents of a small file, also in `/proc`, where sizes are unknown; `nil` if it
/// can't be read.
package func readProcFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return contents(of: descriptor)
}

/// Returns the rest of an open file from its current position, like ``readProcFile(_:)``; `nil` if
/// it can't be read.
package func contents(of descriptor: Int32) -> [UInt8]? {
    var text: [UInt8] = []
    while true {
        let count = text.count
        let chunk = 4096
        text.append(contentsOf: repeatElement(0, count: chunk))
        let got = text.withUnsafeMutableBytes { bytes in
            read(descriptor, bytes.baseAddress.map { $0 + count }, chunk)
        }
        text.removeLast(chunk - max(0, got))
        if got <= 0 { return got < 0 && count == 0 ? nil : text }
    }
}
