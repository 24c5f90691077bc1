import Glibc
import MemoryBudget
import Processes
import Reports

/// Writes one line to standard error, whatever names and messages of others are in it.
///
/// - Returns: Whether it was written, or nobody reads any more.
@discardableResult
func printError(_ line: String) -> Bool { printError(lines: VisibleText.line(line)) }

/// Writes lines to standard error, coloured or not, in which text of others is visible already.
///
/// - Returns: Whether they were written, or nobody reads any more.
@discardableResult
func printError(lines: String) -> Bool {
    StandardStreams.write(logText(lines) + "\n", to: STDERR_FILENO) == nil
}

/// Writes text to standard output, whole, with no line that the log of a job takes for a command; a
/// reader who has left is no error of ours.
///
/// - Throws: ``Failure`` 74 if standard output is full or closed.
func printOutput(_ text: String) throws(Failure) {
    guard let reason = StandardStreams.write(logText(text), to: STDOUT_FILENO) else { return }
    throw Failure(.storeFailure, "can't write to standard output: \(reason)")
}

/// The same with bytes of any kind.
func printOutput(_ bytes: [UInt8]) throws(Failure) {
    guard let reason = StandardStreams.write(bytes, to: STDOUT_FILENO) else { return }
    throw Failure(.storeFailure, "can't write to standard output: \(reason)")
}

extension Style {
    /// As wide as the terminal and coloured on one that isn't dumb, unless NO_COLOR is set
    /// (no-color.org).
    static var forStandardOutput: Style { of(.output) }

    /// The same for standard error.
    static var forStandardError: Style { of(.error) }

    private static func of(_ terminal: Terminal) -> Style {
        let isPlain = !(currentEnvironment()["NO_COLOR"] ?? "").isEmpty
        return Style(
            isColoured: terminal.isScreen && !isPlain, columns: terminal.reportColumns)
    }
}
