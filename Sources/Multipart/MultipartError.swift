/// The error for a body that can't be parsed as `multipart/form-data`.
package struct MultipartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A kind of error.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The request has another media type.
        case notFormData
        /// The `Content-Type` has no boundary, or one that the standard doesn't allow.
        case badBoundary
        /// A boundary is followed by something other than a line end.
        case badDelimiter
        /// The headers of a part are malformed.
        case badHeader
        /// The headers of a part are longer than allowed.
        case headerTooLong
        /// There are more parts than allowed.
        case tooManyParts
        /// The body ended before its closing boundary.
        case incomplete
    }

    /// The kind of error.
    package let code: Code
    /// The position in the body, in bytes from 0; `nil` for an error in the request's head.
    package let byteOffset: Int?
    /// The problem and the remedy, in one sentence without a final full stop.
    package let message: String

    init(_ code: Code, at byteOffset: Int? = nil, _ message: String) {
        self.code = code
        self.byteOffset = byteOffset
        self.message = message
    }

    /// The message with the position.
    package var description: String {
        byteOffset.map { "byte \($0) of the body: \(message)" } ?? message
    }
}
