import Glibc
package import MemoryBudget

/// Why something could not be measured at all; a budget that is broken is a value, not an error.
package struct HarnessError: Error, Sendable, CustomStringConvertible {
    /// The class of failure, which decides the exit status.
    package let code: Code
    /// What failed, why, and what to do.
    package let description: String

    /// Makes an error.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Makes an error from a failed system call.
    init(_ what: String, errno number: Int32) {
        self.init(.system, "\(what): \(systemMessage(number))")
    }

    /// The classes of failure.
    package enum Code: Sendable {
        /// A required enforcement, jemalloc or a helper program is not to be had.
        case unavailable
        /// The operating system refused something that should work.
        case system
    }

    /// The exit status that says so.
    package var exitStatus: ExitStatus {
        switch code {
        case .unavailable: .unavailable
        case .system: .systemFailure
        }
    }
}

/// What the C library calls an error number.
func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
