/// The reason why a request's body could not be read to its end.
package struct BodyError: Error, Sendable, CustomStringConvertible {
    /// The kinds of error.
    package enum Code: Hashable, Sendable {
        /// It is longer than allowed, or says that it will be.
        case tooLong(byteCountMax: Int)
        /// It came too slowly.
        case tooSlow
        /// The connection ended before it did.
        case cutOff
    }

    /// The kind of error.
    package let code: Code
    /// The number of bytes that came before.
    package let byteCount: Int
    /// The error that caused it.
    package let underlying: (any Error)?

    init(_ code: Code, after byteCount: Int, underlying: (any Error)? = nil) {
        self.code = code
        self.byteCount = byteCount
        self.underlying = underlying
    }

    /// One sentence without a full stop.
    package var description: String {
        switch code {
        case .tooLong(let byteCountMax):
            "the request's body is longer than \(byteCountMax) bytes"
        case .tooSlow: "the client sent too slowly, and was cut off after \(byteCount) bytes"
        case .cutOff: "the connection ended after \(byteCount) bytes of the body"
        }
    }
}
