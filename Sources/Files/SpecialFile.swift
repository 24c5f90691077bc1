internal import Glibc

/// Devices, FIFOs, sockets and open descriptors as outputs: they are written into, and nobody puts
/// a file in their place.
enum SpecialFile {
    /// Writes every byte; a reader who has left is no error.
    ///
    /// - Parameter isWanted: Asked while nobody opens the FIFO, or reads from it.
    static func write(
        _ bytes: [UInt8], to path: String, while isWanted: () -> Bool
    ) throws(FileError) {
        let descriptor = try opened(path, while: isWanted)
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path: path, while: isWanted)
    }

    /// The same for a descriptor that is open.
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, path: String, while isWanted: () -> Bool
    ) throws(FileError) {
        let number = bytes.withUnsafeBytes { writeAll($0, to: descriptor, while: isWanted) }
        guard let number, number != EPIPE else { return }
        throw FileError(.write, path, number: number)
    }

    /// Opened without waiting in the kernel, where a signal would not end it.
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
