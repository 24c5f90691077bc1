/// The error for a request body that can't be read to its end.
package struct BodyError: Error, Sendable, CustomStringConvertible {
    /// A kind of error.
    package enum Code: Hashable, Sendable {
        /// The body is longer than allowed, or declares such a length.
        case tooLong(byteCountMax: Int)
        /// The body arrived too slowly.
        case tooSlow
        /// The connection ended before the body did.
        case cutOff
    }

    /// The kind of error.
    package let code: Code
    /// The number of bytes received before.
    package let byteCount: Int
    /// The error that caused this one.
    package let underlying: (any Error)?

    init(_ code: Code, after byteCount: Int, underlying: (any Error)? = nil) {
        self.code = code
        self.byteCount = byteCount
        self.underlying = underlying
    }

    /// The error message, without a final full stop.
    package var description: String {
        switch code {
        case .tooLong(let byteCountMax):
            "the request body is longer than \(byteCountMax) bytes"
        case .tooSlow: "the client sent too slowly, and was cut off after \(byteCount) bytes"
        case .cutOff: "the connection ended after \(byteCount) bytes of the body"
        }
    }
}
