package import MemoryBudget

/// The reason why a run, a search or a gate ended without a result.
package struct BenchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of end, which determines the exit status.
    package let code: Code
    /// A one-sentence explanation of what failed and what to do; empty after a signal.
    package let description: String

    /// The kinds of end.
    package enum Code: Hashable, Sendable {
        /// A failure, which ends the command with this exit status.
        case failed(ExitStatus)
        /// An interruption by a signal that asked the command to stop.
        case interrupted(signal: Int32)
    }

    /// Creates an error that ends the command with an exit status.
    package init(_ status: ExitStatus, _ description: String) {
        code = .failed(status)
        self.description = description
    }

    /// Creates the error for a run that a signal interrupted.
    package init(interruptedBy signal: Int32) {
        code = .interrupted(signal: signal)
        description = ""
    }
}
