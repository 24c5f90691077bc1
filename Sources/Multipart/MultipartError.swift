/// The reason why a body can't be read as `multipart/form-data`.
package struct MultipartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of error.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The request's media type is another one.
        case notFormData
        /// The `Content-Type` has no boundary, or one that the standard doesn't allow.
        case badBoundary
        /// The text behind a boundary is not a line end.
        case badDelimiter
        /// The headers of a part can't be read.
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
    /// The place in the body, in bytes from 0; nil for an error in the request's head.
    package let byteOffset: Int?
    /// One sentence without a full stop: what is wrong, and what to do.
    package let message: String

    init(_ code: Code, at byteOffset: Int? = nil, _ message: String) {
        self.code = code
        self.byteOffset = byteOffset
        self.message = message
    }

    /// The place and the sentence.
    package var description: String {
        byteOffset.map { "byte \($0) of the body: \(message)" } ?? message
    }
}
