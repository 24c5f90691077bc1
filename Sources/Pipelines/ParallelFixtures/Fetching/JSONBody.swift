import HTTPClient

/// A body whose pieces go to a JSON receiver as they come, anew for every attempt.
final class JSONBody<Receiver: JSONReceiver>: BodyReceiver {
    private(set) var receiver: Receiver
    private let empty: Receiver
    private var tokenizer = JSONTokenizer()

    init(_ receiver: Receiver) {
        self.receiver = receiver
        empty = receiver
    }

    func begin() {
        receiver = empty
        tokenizer = JSONTokenizer()
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws {
        try tokenizer.feed(bytes, to: &receiver)
    }

    func finish() throws {
        try tokenizer.finish(&receiver)
    }
}

/// A whole body in memory, and the tree that is made of it at its end.
final class TreeBody: BodyReceiver {
    private(set) var tree = JSONTree.null
    private var bytes: [UInt8] = []

    func begin() { bytes = [] }

    func receive(_ bytes: UnsafeRawBufferPointer) {
        self.bytes.append(contentsOf: bytes)
    }

    func finish() throws {
        tree = try JSONTree(bytes)
        bytes = []
    }
}
