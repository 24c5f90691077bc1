/// The reason why a request has no good answer.
package struct HTTPFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    package let kind: Kind
    /// The path that was asked for.
    package let path: String
    /// The number of attempts.
    package var attemptCount = 1

    /// The kinds of failure.
    package enum Kind: Equatable, Sendable {
        /// There is no connection, or it broke before the answer.
        case connection(String)
        /// Nothing came for too long, or the answer took too long as a whole.
        case timedOut
        /// The connection ended within the answer.
        case truncated
        /// The answer's head is longer than allowed, or no HTTP.
        case badHead
        /// The body is longer than allowed.
        case bodyTooLong
        /// The body is not what it should be.
        case malformedBody(String)
        /// A status other than 200.
        case status(Int)
        /// The source asks to come back later than anybody waits, in seconds.
        case tooLate(Int)
    }

    /// A failure of one attempt.
    package init(_ kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    /// Whether another attempt may succeed.
    package var isPassing: Bool {
        switch kind {
        case .connection, .timedOut, .truncated, .malformedBody: true
        case .badHead, .bodyTooLong, .tooLate: false
        case .status(let status): status == 408 || status == 429 || status >= 500
        }
    }

    /// The sentence, without a full stop.
    package var description: String {
        let attempts = attemptCount > 1 ? ", \(attemptCount) times" : ""
        return "cannot fetch '\(path)'\(attempts): \(reason)"
    }

    private var reason: String {
        switch kind {
        case .connection(let words): words
        case .timedOut: "the source did not answer in time"
        case .truncated: "the connection ended within the answer"
        case .badHead: "the answer's head is too long or not HTTP"
        case .bodyTooLong: "the answer's body is too long"
        case .malformedBody(let words): "the answer's body is not as expected: \(words)"
        case .status(let status): "the source answered with status \(status)"
        case .tooLate(let seconds): "the source asks to wait for \(seconds) s"
        }
    }
}
