import Files
import Glibc
import Synchronization

/// The standard streams that this process inherited.
enum StandardStreams {
    /// The descriptors that were closed at the start.
    private static let closed = Mutex<Set<Int32>>([])

    /// Opens a harmless file in place of each closed stream, so that no file opened later gets its
    /// descriptor and the output meant for it.
    ///
    /// Commands that are run still get these streams closed.
    static func reserve() {
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // `open` returns the lowest free descriptor, which is this one.
            if open("/dev/null", O_RDWR | O_CLOEXEC) < 0 { _ = open("/", O_RDONLY | O_CLOEXEC) }
            closed.withLock { _ = $0.insert(descriptor) }
        }
    }

    /// Writes the whole text.
    ///
    /// - Returns: The reason that it could not be written; `nil` if it was, or its reader has
    ///   closed the pipe.
    static func write(_ text: String, to descriptor: Int32) -> String? {
        write(Array(text.utf8), to: descriptor)
    }

    /// Writes all bytes; the result is that for text.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        guard !closed.withLock({ $0.contains(descriptor) }) else { return "it is closed" }
        let number = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
        guard let number, number != EPIPE else { return nil }
        return systemMessage(number)
    }
}
