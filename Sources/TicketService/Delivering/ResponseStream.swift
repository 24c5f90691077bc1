package import HTTPTypes

/// An answer that sends each piece once the client's system has received the previous one.
///
/// One piece is in transit while the next is prepared, and no more.
package final class ResponseStream: ResponseSink {
    private let channel: ResponseChannel
    private let head: HTTPResponse
    private var pending: ResponseChannel.Sent?
    /// Whether anything was sent.
    package private(set) var isBegun = false

    /// Creates an answer, without sending any of it.
    package init(_ channel: ResponseChannel, head: HTTPResponse) {
        self.channel = channel
        self.head = head
    }

    /// Sends a piece, after waiting for the previous one; the head is sent with the first.
    ///
    /// - Throws: ``ClientGone``.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        if let pending { try channel.wait(for: pending) }
        if !isBegun { channel.send(head) }
        isBegun = true
        pending = channel.send(bytes)
    }

    /// Sends the end, and waits until the client's system has received everything.
    ///
    /// - Throws: ``ClientGone``.
    package func finish() throws {
        try channel.finish(head, after: pending)
    }
}
