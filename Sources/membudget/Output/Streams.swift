import Glibc
import MemoryBudget
import Processes
import Reports

/// Writes one line to standard error, with control characters in it made visible.
///
/// - Returns: Whether the line was written, or its reader has closed the pipe.
@discardableResult
func printError(_ line: String) -> Bool { printError(lines: VisibleText.line(line)) }

/// Writes lines to standard error in which control characters are already visible.
///
/// - Returns: Whether the lines were written, or their reader has closed the pipe.
@discardableResult
func printError(lines: String) -> Bool {
    StandardStreams.write(logText(lines) + "\n", to: STDERR_FILENO) == nil
}

/// Writes the whole text to standard output, without lines that a CI log would take for commands. A
/// reader that has closed the pipe is not an error.
///
/// - Throws: ``Failure`` 74 if standard output is full or closed.
func printOutput(_ text: String) throws(Failure) {
    guard let reason = StandardStreams.write(logText(text), to: STDOUT_FILENO) else { return }
    throw Failure(.storeFailure, "can't write to standard output: \(reason)")
}

/// Writes all bytes to standard output, unchanged.
func printOutput(_ bytes: [UInt8]) throws(Failure) {
    guard let reason = StandardStreams.write(bytes, to: STDOUT_FILENO) else { return }
    throw Failure(.storeFailure, "can't write to standard output: \(reason)")
}

extension Style {
    /// The style of standard output: its width, and colors on a terminal unless `TERM` is `dumb` or
    /// `NO_COLOR` is set (no-color.org).
    static var forStandardOutput: Style { of(.output) }

    /// The style of standard error.
    static var forStandardError: Style { of(.error) }

    private static func of(_ terminal: Terminal) -> Style {
        let isPlain = !(currentEnvironment()["NO_COLOR"] ?? "").isEmpty
        return Style(
            isColoured: terminal.isScreen && !isPlain, columns: terminal.reportColumns)
    }
}
