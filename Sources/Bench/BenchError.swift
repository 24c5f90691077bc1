package import MemoryBudget

/// The reason that a run, a search or a gate ended without a result.
package struct BenchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of end, which decides the exit status.
    package let code: Code
    /// One sentence that says what failed and what to do; empty after a signal.
    package let description: String

    /// The kinds of end.
    package enum Code: Hashable, Sendable {
        /// Something failed; the status says so.
        case failed(ExitStatus)
        /// A signal asked to stop.
        case interrupted(signal: Int32)
    }

    /// An error that ends with a status.
    package init(_ status: ExitStatus, _ description: String) {
        code = .failed(status)
        self.description = description
    }

    /// The end of a run that a signal asked to stop.
    package init(interruptedBy signal: Int32) {
        code = .interrupted(signal: signal)
        description = ""
    }
}
