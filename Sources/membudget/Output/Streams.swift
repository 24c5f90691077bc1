import Glibc
import MemoryBudget
import Processes
import Reports

/// Writes a line to standard error.
///
/// - Returns: Whether it was written, or nobody reads any more.
@discardableResult
func printError(_ text: String) -> Bool {
    StandardStreams.write(text + "\n", to: STDERR_FILENO) == nil
}

/// Writes text to standard output, whole; a reader who has left is no error of ours.
///
/// - Throws: ``Failure`` 74 if standard output is full or closed.
func printOutput(_ text: String) throws(Failure) {
    guard let reason = StandardStreams.write(text, to: STDOUT_FILENO) else { return }
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
