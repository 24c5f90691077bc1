import NIOCore
import NIOHTTP1
import NIOPosix

/// A connection to a source, for one request at a time.
struct Connection: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<AnswerHandler>
    private let bounds: HTTPBounds

    /// Opens a connection.
    ///
    /// - Throws: `HTTPFailure.Kind` wrapped in ``ConnectionEnd``.
    static func open(
        to base: HTTPBase, on group: any EventLoopGroup, bounds: HTTPBounds
    ) async throws -> Connection {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(bounds.silenceMax))
            .channelOption(.autoRead, value: false)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: bounds.chunkByteCountMax))
        do {
            let address = try SocketAddress(ipAddress: base.address, port: base.port)
            return try await bootstrap.connect(to: address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try prepare(channel, bounds: bounds)
                }
            }
        } catch {
            throw ConnectionEnd(kind: .connection("\(error)"))
        }
    }

    private static func prepare(_ channel: any Channel, bounds: HTTPBounds) throws -> Connection {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = bounds.headByteCountMax
        limits.maxHeaderListSize = bounds.headByteCountMax
        limits.maxHeaderFieldCount = bounds.headerCountMax
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHTTPClientHandlers(decoderLimitConfiguration: limits)
        let handler = AnswerHandler()
        try pipeline.addHandler(handler)
        return Connection(
            channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
            bounds: bounds)
    }

    /// Whether another request can be sent, as far as known.
    var isOpen: Bool { channel.isActive }

    /// Closes the connection.
    func close() {
        channel.close(promise: nil)
    }

    /// Sends a GET request for a path.
    func send(_ path: String, host: String) async throws {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
        head.headers = ["host": host, "accept": "application/json"]
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        do {
            try await channel.writeAndFlush(HTTPClientRequestPart.end(nil))
        } catch {
            throw ConnectionEnd(kind: .connection("\(error)"))
        }
    }

    /// Returns the next part of the answer; cancelling the task ends the wait and the connection.
    func next(until deadline: NIODeadline) async throws -> HTTPClientResponsePart {
        let silence = min(TimeAmount(bounds.silenceMax), deadline - .now())
        return try await withTaskCancellationHandler {
            try await channel.eventLoop.flatSubmit { [handler, channel] in
                handler.value.next(on: channel.eventLoop, within: max(silence, .nanoseconds(0)))
            }.get()
        } onCancel: { [channel] in
            channel.close(promise: nil)
        }
    }
}
