/// An answer, and the time that it takes.
package struct SourceAnswer: Equatable, Sendable {
    /// The HTTP status.
    package var status = 200
    /// Headers beside those of the body's type and length.
    package var headers: [Header] = []
    /// The whole body, whose length is announced.
    package var body: [UInt8] = []
    /// The bytes of the body that are sent before the connection is cut; nil sends all.
    package var cutByteCount: Int?
    /// The time until the answer, in milliseconds.
    package var delayMilliseconds = 0
    /// A body that comes slowly; nil sends it as fast as the client reads.
    package var drip: Drip?

    /// A header.
    package struct Header: Equatable, Sendable {
        /// In lower case.
        package var name: String
        /// As it is sent.
        package var value: String
    }

    /// A body that comes a little at a time.
    package struct Drip: Equatable, Sendable {
        /// So many bytes at once.
        package var byteCount: Int
        /// So long after each, in milliseconds.
        package var pauseMilliseconds: Int
    }

    /// An answer without a body.
    static func failure(_ status: Int) -> SourceAnswer {
        var answer = SourceAnswer()
        answer.status = status
        return answer
    }
}
