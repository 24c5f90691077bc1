import Glibc

/// Creates a new file for writing and returns its descriptor.
///
/// - Throws: ``WorkerError`` with code `io`, also if the path exists.
package func createFile(_ path: String) throws(WorkerError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else {
        throw WorkerError(.io, "cannot create '\(path)'", underlying: SystemError.last)
    }
    return descriptor
}

/// Removes a regular file; anything else, such as a device, is left alone.
package func removeFile(_ path: String) {
    guard fileType(of: path) == S_IFREG else { return }
    unlink(path)
}

/// Returns the type of a file, as in `st_mode`, without following links; `nil` if it doesn't exist.
func fileType(of path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
}

/// Writes a whole text, in several calls if necessary.
///
/// - Throws: ``WorkerError`` with code `io`, naming the path.
package func writeAll(_ text: String, to descriptor: Int32, path: String) throws(WorkerError) {
    var text = text
    let failure = text.withUTF8 { bytes in writeAll(UnsafeRawBufferPointer(bytes), to: descriptor) }
    if let failure { throw WorkerError(.io, "cannot write '\(path)'", underlying: failure) }
}

/// Writes all bytes; returns the error if that fails.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> SystemError? {
    var written = 0
    while written < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
            if errno == EINTR { continue }
            return .last
        }
        written += count
    }
    return nil
}
