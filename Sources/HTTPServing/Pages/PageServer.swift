package import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOPosix

/// A server of a few pages and one event stream, on a port of the loopback interface only.
///
/// ```swift
/// func serve(_ hub: EventHub<Int>) async throws {
///     let events = EventRoute("/events", feed: hub)
///     let server = PageServer(events: events) { _ in PageAnswer(200, text: "hello") }
///     try await server.run { print("port \($0)") } stop: { await Task.yield() }
/// }
/// ```
///
/// It uses channel handlers on a thread of its own: a waiting subscriber costs less than half of
/// what it would with a task per connection.
package struct PageServer: Sendable {
    /// A function that answers a request; called on the server's thread.
    package typealias Responder = @Sendable (HTTPRequest) -> PageAnswer

    private static let address = "127.0.0.1"

    private let port: Int
    private let bounds: ServerBounds
    private let events: EventRoute
    private let answer: Responder

    /// The default limits, for pages that keep their connection for as long as they are open.
    package static var defaultBounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.connectionCountMax = 1200
        bounds.answerMillisecondsMax = 30_000
        return bounds
    }

    /// Creates a server that doesn't listen yet.
    ///
    /// - Parameter port: The port number; 0 for a free one.
    package init(
        port: Int = 0, bounds: ServerBounds = Self.defaultBounds, events: EventRoute,
        answer: @escaping Responder
    ) {
        self.port = port
        self.bounds = bounds
        self.events = events
        self.answer = answer
    }

    /// Serves until `stop` returns or the task is cancelled; then the event stream and, a moment
    /// later, all connections end.
    ///
    /// - Parameter onListening: Called with the port once connections are accepted.
    /// - Throws: ``ListenError`` if the port can't be used.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void,
        stop: @escaping @Sendable () async -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let quiescing = ServerQuiescingHelper(group: group)
            let channel = try await bootstrap(on: group, quiescing: quiescing).bind(
                host: Self.address, port: port
            ).get()
            await onListening(channel.localAddress?.port ?? 0)
            await stop()
            events.feed.end()
            try await end(quiescing, on: group)
        } catch {
            try await group.shutdownGracefully()
            throw ListenError(error, port: port) ?? error
        }
        try await group.shutdownGracefully()
    }

    /// Stops accepting connections, and waits for the open ones to end.
    private func end(
        _ quiescing: ServerQuiescingHelper, on group: MultiThreadedEventLoopGroup
    ) async throws {
        let ended = group.next().makePromise(of: Void.self)
        quiescing.initiateShutdown(promise: ended)
        // Connections of clients that don't read are closed with the group.
        let time = TimeAmount.milliseconds(Int64(events.feed.bounds.endMillisecondsMax) + 200)
        let late = group.next().scheduleTask(in: time) { ended.succeed() }
        try await ended.futureResult.get()
        late.cancel()
    }

    private func bootstrap(
        on group: MultiThreadedEventLoopGroup, quiescing: ServerQuiescingHelper
    ) -> ServerBootstrap {
        let logger = Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() })
        let limit = MaximumAvailableConnections(bounds.connectionCountMax, logger: logger)
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(AvailableConnectionsChannelHandler(delegate: limit))
                    try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1024)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel.pipeline.syncOperations)
                }
            }
    }

    /// Adds the handlers of a connection to its pipeline, starting at the socket.
    private func configure(_ pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: true,
            withOutboundHeaderValidation: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: bounds.decoderLimits)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(ExchangeDeadline(bounds), BrowserGuard())
        try pipeline.addHandler(EventRequests(events))
        try pipeline.addHandler(PageRequests(bounds, answer: answer))
    }
}

extension ServerBounds {
    /// The limits on a request's head.
    fileprivate var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headByteCountMax
        limits.maxHeaderListSize = headByteCountMax
        limits.maxHeaderFieldCount = headerCountMax
        return limits
    }
}
