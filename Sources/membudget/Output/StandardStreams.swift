import Files
import Glibc
import Synchronization

/// Standard input, output and error as this program was given them.
enum StandardStreams {
    /// Those that were closed.
    private static let closed = Mutex<Set<Int32>>([])

    /// Puts something harmless in the place of those that are closed, so that no file which is
    /// opened later gets their number, and with it what is meant for them.
    ///
    /// The commands that are run get them closed, as we did.
    static func reserve() {
        for descriptor in STDIN_FILENO...STDERR_FILENO
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is this one.
            if open("/dev/null", O_RDWR | O_CLOEXEC) < 0 { _ = open("/", O_RDONLY | O_CLOEXEC) }
            closed.withLock { _ = $0.insert(descriptor) }
        }
    }

    /// Writes text whole.
    ///
    /// - Returns: Why it could not be written; nil if it was, or its reader has left.
    static func write(_ text: String, to descriptor: Int32) -> String? {
        write(Array(text.utf8), to: descriptor)
    }

    /// The same with bytes of any kind.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        guard !closed.withLock({ $0.contains(descriptor) }) else { return "it is closed" }
        let number = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
        guard let number, number != EPIPE else { return nil }
        return systemMessage(number)
    }
}
