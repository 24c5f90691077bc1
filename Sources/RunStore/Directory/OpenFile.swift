internal import Glibc

/// An open file that is closed at the end of its life.
struct OpenFile: ~Copyable {
    let path: String
    let descriptor: Int32

    /// Opens a file; new ones get mode 0666 less the umask.
    init(
        _ path: String, _ flags: Int32, code: RunStoreError.Code, doing: String
    ) throws(RunStoreError) {
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        self.path = path
        guard descriptor >= 0 else { throw .system(code, path, doing) }
    }

    deinit {
        _ = close(descriptor)
    }

    /// Writes every byte, whatever the kernel takes at a time.
    func write(_ bytes: [UInt8]) throws(RunStoreError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .system(.writeFailed, path, "cannot be written")
            }
            written += count
        }
    }

    /// Returns once the disk has what was written.
    func synchronize() throws(RunStoreError) {
        guard fsync(descriptor) == 0 else {
            throw .system(.writeFailed, path, "cannot be synced")
        }
    }

    /// Size of the file, in bytes.
    func byteCount() throws(RunStoreError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .system(.unreadable, path, "cannot be examined")
        }
        return Int(status.st_size)
    }

    /// Everything from the start of the file.
    func readAll() throws(RunStoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress, buffer.count, off_t(bytes.count))
            }
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .system(.unreadable, path, "cannot be read")
            }
            bytes += chunk[..<count]
        }
    }

    /// Cuts the file.
    func truncate(to byteCount: Int) throws(RunStoreError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw .system(.writeFailed, path, "cannot be cut")
        }
    }

    /// Takes the file for this process alone until it is closed; false if another has it.
    func lock() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
}
