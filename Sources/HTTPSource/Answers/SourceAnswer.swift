/// An answer, with its timing.
package struct SourceAnswer: Equatable, Sendable {
    /// The HTTP status.
    package var status = 200
    /// The headers in addition to the type and length of the body.
    package var headers: [Header] = []
    /// The whole body; its length is sent in the head.
    package var body: [UInt8] = []
    /// The number of body bytes sent before the connection is cut; `nil` to send all.
    package var cutByteCount: Int?
    /// The time until the answer, in milliseconds.
    package var delayMilliseconds = 0
    /// The pace of a slow body; `nil` to send it as fast as the client reads.
    package var drip: Drip?

    /// A header field.
    package struct Header: Equatable, Sendable {
        /// The name, in lower case.
        package var name: String
        /// The value, as sent.
        package var value: String
    }

    /// The pace of a body that is sent in small pieces.
    package struct Drip: Equatable, Sendable {
        /// The size of each piece, in bytes.
        package var byteCount: Int
        /// The pause after each piece, in milliseconds.
        package var pauseMilliseconds: Int
    }

    /// Returns an answer without a body.
    static func failure(_ status: Int) -> SourceAnswer {
        var answer = SourceAnswer()
        answer.status = status
        return answer
    }
}
