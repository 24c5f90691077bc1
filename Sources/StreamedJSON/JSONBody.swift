package import HTTPClient

/// A body whose pieces go to a JSON receiver as they come, anew for every attempt.
package final class JSONBody<Receiver: JSONReceiver>: BodyReceiver {
    /// The receiver, with what it took of the last attempt.
    package private(set) var receiver: Receiver
    private let empty: Receiver
    private var tokenizer = JSONTokenizer()

    /// Creates a body for a receiver that has taken nothing yet.
    package init(_ receiver: Receiver) {
        self.receiver = receiver
        empty = receiver
    }

    /// Starts anew.
    package func begin() {
        receiver = empty
        tokenizer = JSONTokenizer()
    }

    /// Takes the next bytes apart.
    package func receive(_ bytes: UnsafeRawBufferPointer) throws {
        try tokenizer.feed(bytes, to: &receiver)
    }

    /// Checks that the text is whole, and has what the receiver asks for.
    package func finish() throws {
        try tokenizer.finish(&receiver)
        try receiver.check()
    }
}

/// A whole body in memory, and the tree that is made of it at its end.
package final class TreeBody: BodyReceiver {
    /// The tree; null before the body is whole.
    package private(set) var tree = JSONTree.null
    private var bytes: [UInt8] = []

    /// Creates a body of which nothing has come yet.
    package init() {}

    /// Starts anew.
    package func begin() { bytes = [] }

    /// Keeps the next bytes.
    package func receive(_ bytes: UnsafeRawBufferPointer) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Makes the tree of what came.
    package func finish() throws {
        tree = try JSONTree(bytes)
        bytes = []
    }
}
