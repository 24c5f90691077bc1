package import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

/// The connection to a client, for use by another thread than the connection's.
package struct ResponseChannel: Sendable {
    private let channel: any Channel
    private let held: HeldBytes
    private let stallMax: TimeAmount

    /// Bytes passed to the connection, which may still be in this process's memory.
    package struct Sent: Sendable {
        fileprivate let future: EventLoopFuture<Void>
    }

    /// - Parameter stallMillisecondsMax: The maximum time that a client may take for one piece.
    init(_ channel: any Channel, held: HeldBytes, stallMillisecondsMax: Int) {
        self.channel = channel
        self.held = held
        stallMax = .milliseconds(Int64(stallMillisecondsMax))
    }

    /// Queues the answer's head, which is sent with the first bytes.
    package func send(_ head: HTTPResponse) {
        channel.write(HTTPResponsePart.head(head), promise: nil)
    }

    /// Sends a copy of some bytes.
    package func send(_ bytes: UnsafeRawBufferPointer) -> Sent {
        var buffer = channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        let count = bytes.count
        held.add(count)
        let future = channel.writeAndFlush(HTTPResponsePart.body(buffer))
        future.whenComplete { [held] _ in held.add(-count) }
        return Sent(future: future)
    }

    /// Sends the answer's end, and waits until the client's system has received everything.
    ///
    /// - Parameters:
    ///   - head: The answer's head.
    ///   - last: The last bytes.
    /// - Throws: ``ClientGone``.
    package func finish(_ head: HTTPResponse, after last: Sent?) throws {
        let end = Sent(future: channel.writeAndFlush(HTTPResponsePart.end(nil)))
        if let last { try wait(for: last) }
        // A client that knows the length needs no end, and may be gone before it.
        guard head.headerFields[.contentLength] == nil else { return }
        try wait(for: end)
    }

    /// Blocks this thread until the client's system has received some bytes.
    ///
    /// - Throws: ``ClientGone``, also for a client that takes too long.
    package func wait(for sent: Sent) throws {
        let channel = channel
        let deadline = channel.eventLoop.scheduleTask(in: stallMax) { channel.close(promise: nil) }
        defer { deadline.cancel() }
        do {
            try sent.future.wait()
        } catch {
            throw ClientGone()
        }
    }
}

/// The number of bytes passed to connections and not yet received by the clients' systems.
package final class HeldBytes: Sendable {
    private let count = Atomic(0)
    private let peak = Atomic(0)

    /// The current and the maximum number of bytes.
    package var byteCounts: (current: Int, peak: Int) {
        (count.load(ordering: .relaxed), peak.load(ordering: .relaxed))
    }

    fileprivate func add(_ byteCount: Int) {
        let count = count.add(byteCount, ordering: .relaxed).newValue
        peak.max(count, ordering: .relaxed)
    }
}
