/// A failure of a worker.
///
/// ```swift
/// throw WorkerError(.inputMissing, "cannot read 'orders.csv'", underlying: SystemError.last)
/// ```
package struct WorkerError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; the raw value is the exit status, following sysexits.h.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The exit status.
        package let rawValue: Int32

        /// Creates a code from an exit status.
        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The command line is wrong.
        package static let usage = Code(rawValue: 64)
        /// A setting is unknown or invalid, or the input can't be used as requested.
        package static let badSetting = Code(rawValue: 65)
        /// The input is missing or unreadable.
        package static let inputMissing = Code(rawValue: 66)
        /// The strategy is not available in this build or on this machine.
        package static let unavailable = Code(rawValue: 69)
        /// A bug in the worker.
        package static let internalFailure = Code(rawValue: 70)
        /// Reading, writing or a database failed.
        package static let io = Code(rawValue: 74)
    }

    /// The kind of failure.
    package let code: Code
    /// One sentence without a final full stop: the failure, its place and the remedy.
    package let message: String
    /// The error that caused this one.
    package let underlying: (any Error)?

    /// Creates an error.
    package init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// The message, followed by the underlying error.
    package var description: String {
        guard let underlying else { return message }
        return "\(message): \(underlying)"
    }
}
