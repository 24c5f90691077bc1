internal import Files
package import MemoryBudget

/// An error that prevented a measurement; an exceeded budget is a value, not an error.
///
/// ```swift
/// throw MachineError(.unavailable, "curl is not installed; run 'make bootstrap'")
/// ```
package struct MachineError: Error, Sendable, CustomStringConvertible {
    /// The class of error, which determines the exit status.
    package let code: Code
    /// One sentence: the failure, its cause, and the remedy.
    package let description: String

    /// Creates an error of a class.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Creates an error from a failed system call.
    package init(_ what: String, errno number: Int32) {
        self.init(.system, "\(what): \(systemMessage(number))")
    }

    /// The classes of errors.
    package enum Code: Sendable {
        /// A required enforcement, jemalloc or a helper program is unavailable.
        case unavailable
        /// The operating system refused something that should work.
        case system
        /// A user's command that runs around a trial, or writes its data, failed.
        case commandFailed
    }

    /// The exit status for this error.
    package var exitStatus: ExitStatus {
        switch code {
        case .unavailable: .unavailable
        case .system: .systemFailure
        case .commandFailed: .crashed
        }
    }
}
