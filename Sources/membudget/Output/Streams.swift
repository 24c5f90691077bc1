import Glibc
import Files
import Processes
import Reports

/// Writes a line to standard error.
func printError(_ text: String) {
    writeAll(text + "\n", to: STDERR_FILENO)
}

/// Writes text to standard output, whole; a reader who has left is no error of ours.
func printOutput(_ text: String) {
    writeAll(text, to: STDOUT_FILENO)
}

/// Writes text whole, as far as anybody reads it.
func writeAll(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
}

extension Style {
    /// Coloured on a terminal, unless NO_COLOR is set (no-color.org).
    static var forStandardOutput: Style { of(STDOUT_FILENO) }

    /// The same for standard error.
    static var forStandardError: Style { of(STDERR_FILENO) }

    private static func of(_ descriptor: Int32) -> Style {
        let isPlain = !(currentEnvironment()["NO_COLOR"] ?? "").isEmpty
        return Style(isColoured: isatty(descriptor) == 1 && !isPlain)
    }
}
