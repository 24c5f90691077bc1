package import HTTPClient

/// A response body that is parsed as it arrives and passed to a receiver, anew for every attempt.
///
/// ```swift
/// import HTTPClient
/// func fetchOrders(with fetcher: Fetcher, into receiver: some JSONReceiver) async throws {
///     try await fetcher.fetch("/orders", into: JSONBody(receiver))
/// }
/// ```
package final class JSONBody<Receiver: JSONReceiver>: BodyReceiver {
    /// The receiver, with the values of the last attempt.
    package private(set) var receiver: Receiver
    private let empty: Receiver
    private var tokenizer = JSONTokenizer()

    /// Creates a body with a receiver in its initial state.
    package init(_ receiver: Receiver) {
        self.receiver = receiver
        empty = receiver
    }

    /// Resets the receiver for a new attempt.
    package func begin() {
        receiver = empty
        tokenizer = JSONTokenizer()
    }

    /// Parses the next bytes.
    package func receive(_ bytes: UnsafeRawBufferPointer) throws {
        try tokenizer.feed(bytes, to: &receiver)
    }

    /// Checks that the text is complete and that the receiver accepts it.
    package func finish() throws {
        try tokenizer.finish(&receiver)
        try receiver.check()
    }
}

/// A response body that is kept in memory and parsed to a tree at its end.
package final class TreeBody: BodyReceiver {
    /// The tree; null until the body is complete.
    package private(set) var tree = JSONTree.null
    private var bytes: [UInt8] = []

    /// Creates an empty body.
    package init() {}

    /// Discards the bytes of an earlier attempt.
    package func begin() { bytes = [] }

    /// Appends the next bytes.
    package func receive(_ bytes: UnsafeRawBufferPointer) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Parses the body.
    package func finish() throws {
        tree = try JSONTree(bytes)
        bytes = []
    }
}
