/// The failure of a request.
package struct HTTPFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of failure.
    package let kind: Kind
    /// The requested path.
    package let path: String
    /// The number of attempts.
    package var attemptCount = 1

    /// The kinds of failure.
    package enum Kind: Equatable, Sendable {
        /// The connection could not be opened, or ended before the answer.
        case connection(String)
        /// The source sent nothing for too long, or the whole answer took too long.
        case timedOut
        /// The connection ended in the middle of the answer.
        case truncated
        /// The head of the answer is too long or not HTTP.
        case badHead
        /// The body is too long.
        case bodyTooLong
        /// The body has unexpected content.
        case malformedBody(String)
        /// A status other than 200.
        case status(Int)
        /// The source asks for a longer wait than allowed, in seconds.
        case tooLate(Int)
    }

    /// Creates the failure of one attempt.
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

    /// The error message, without a final full stop.
    package var description: String {
        let attempts = attemptCount > 1 ? ", \(attemptCount) times" : ""
        return "cannot fetch '\(path)'\(attempts): \(reason)"
    }

    private var reason: String {
        switch kind {
        case .connection(let words): words
        case .timedOut: "the source did not answer in time"
        case .truncated: "the connection ended in the middle of the answer"
        case .badHead: "the answer's head is too long or not HTTP"
        case .bodyTooLong: "the answer's body is too long"
        case .malformedBody(let words): "the answer's body is not as expected: \(words)"
        case .status(let status): "the source answered with status \(status)"
        case .tooLate(let seconds): "the source asks for a wait of \(seconds) s"
        }
    }
}
