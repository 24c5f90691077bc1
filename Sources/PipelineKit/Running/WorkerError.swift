/// Why a worker could not do what it was asked.
package struct WorkerError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; its raw value is the exit status, after sysexits.h.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The exit status.
        package let rawValue: Int32

        /// Makes a code from an exit status.
        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The command line is wrong.
        package static let usage = Code(rawValue: 64)
        /// A setting is unknown or not acceptable, or the input can't be used as asked.
        package static let badSetting = Code(rawValue: 65)
        /// The input is missing or unreadable.
        package static let inputMissing = Code(rawValue: 66)
        /// A strategy that this build or machine doesn't have.
        package static let unavailable = Code(rawValue: 69)
        /// A mistake of the worker's own.
        package static let internalFailure = Code(rawValue: 70)
        /// Reading, writing or a database failed.
        package static let io = Code(rawValue: 74)
    }

    /// The kind of failure.
    package let code: Code
    /// One sentence without a final full stop: what failed, where, what to do.
    package let message: String
    /// The error that caused it.
    package let underlying: (any Error)?

    /// Makes an error.
    package init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// The sentence, and what caused it.
    package var description: String {
        guard let underlying else { return message }
        return "\(message): \(underlying)"
    }
}
