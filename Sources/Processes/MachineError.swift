internal import Files
package import MemoryBudget

/// Why something could not be measured at all; a budget that is broken is a value, not an error.
package struct MachineError: Error, Sendable, CustomStringConvertible {
    /// The class of failure, which decides the exit status.
    package let code: Code
    /// One sentence: the failure, its cause, and the remedy.
    package let description: String

    /// An error of a class.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// The failure of a system call.
    package init(_ what: String, errno number: Int32) {
        self.init(.system, "\(what): \(systemMessage(number))")
    }

    /// The classes of failure.
    package enum Code: Sendable {
        /// A required enforcement, jemalloc or a helper program is unavailable.
        case unavailable
        /// The operating system refused something that should work.
        case system
        /// A command of the user's that runs around a trial, or writes its data, failed.
        case commandFailed
    }

    /// The exit status that says so.
    package var exitStatus: ExitStatus {
        switch code {
        case .unavailable: .unavailable
        case .system: .systemFailure
        case .commandFailed: .crashed
        }
    }
}
