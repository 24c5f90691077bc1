internal import Glibc

/// Writing to devices, FIFOs, sockets and open descriptors, which are never replaced by a file.
enum SpecialFile {
    /// Writes all bytes; a reader that stops reading early is not an error.
    ///
    /// - Parameter isWanted: Called repeatedly while nobody opens the FIFO or reads from it; false
    ///   gives up.
    static func write(
        _ bytes: [UInt8], to path: String, while isWanted: () -> Bool
    ) throws(FileError) {
        let descriptor = try opened(path, while: isWanted)
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path: path, while: isWanted)
    }

    /// Writes all bytes to an open descriptor.
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, path: String, while isWanted: () -> Bool
    ) throws(FileError) {
        let number = bytes.withUnsafeBytes { writeAll($0, to: descriptor, while: isWanted) }
        guard let number, number != EPIPE else { return }
        throw FileError(.write, path, number: number)
    }

    /// Opens a file without blocking in the kernel, where a signal would not stop the waiting.
    private static func opened(
        _ path: String, while isWanted: () -> Bool
    ) throws(FileError) -> Int32 {
        while true {
            let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            if descriptor >= 0 { return descriptor }
            let number = errno
            // Nobody has opened the FIFO for reading yet.
            guard number == ENXIO, isFIFO(path), isWanted() else {
                throw FileError(.write, path, number: number)
            }
            usleep(20_000)
        }
    }

    private static func isFIFO(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }
}
