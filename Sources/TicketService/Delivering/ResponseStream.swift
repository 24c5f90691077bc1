package import HTTPTypes

/// An answer whose next piece is taken when the client's system has the one before: one piece is on
/// its way while the next is prepared, and no more.
package final class ResponseStream: ResponseSink {
    private let channel: ResponseChannel
    private let head: HTTPResponse
    private var pending: ResponseChannel.Sent?
    /// Whether anything was sent.
    package private(set) var isBegun = false

    /// Creates an answer of which nothing is sent yet.
    package init(_ channel: ResponseChannel, head: HTTPResponse) {
        self.channel = channel
        self.head = head
    }

    /// Sends a piece, once the one before is on its way; the answer's head goes with the first.
    ///
    /// - Throws: ``ClientGone``.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        if let pending { try channel.wait(for: pending) }
        if !isBegun { channel.send(head) }
        isBegun = true
        pending = channel.send(bytes)
    }

    /// Sends the end, and waits until the client's system has everything.
    ///
    /// - Throws: ``ClientGone``.
    package func finish() throws {
        try channel.finish(head, after: pending)
    }
}
