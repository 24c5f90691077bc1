package import HummingbirdCore
import Logging
package import NIOCore
import NIOPosix

/// A server on a port of the loopback interface only.
///
/// ```swift
/// let server = LoopbackServer(port: 8080) { request, writer, _ in
///     try await TextAnswer(200, type: "text/plain", body: "hello\n")
///         .send(to: request.method, with: writer)
/// }
/// try await server.run { port in print("listening on \(port)") }
/// ```
package struct LoopbackServer: Sendable {
    /// A function that answers a request whose body was skipped; the channel allows closing it.
    package typealias Responder =
        @Sendable (Request, consuming ResponseWriter, any Channel) async throws -> Void

    private static let address = "127.0.0.1"

    private let port: Int
    private let bounds: ServerBounds
    private let events: EventRoute?
    private let respond: Responder
    private let bodies: StreamedBodies?

    /// Creates a server that doesn't listen yet.
    ///
    /// - Parameters:
    ///   - port: The port number; 0 for a free one.
    ///   - events: A feed to serve in addition to the answers of `respond`; `nil` by default.
    package init(
        port: Int = 0, bounds: ServerBounds = ServerBounds(), events: EventRoute? = nil,
        respond: @escaping Responder
    ) {
        self.port = port
        self.bounds = bounds
        self.events = events
        bodies = nil
        self.respond = { request, writer, channel in
            guard try await request.isBodyShort(within: bounds) else {
                // Otherwise the rest of the body would be read to its end.
                return try await writer.writeRefusal(413, channel: channel)
            }
            try await respond(request, writer, channel)
        }
    }

    /// Creates a server that reads bodies as they arrive, and doesn't listen yet.
    ///
    /// - Parameters:
    ///   - port: The port number; 0 for a free one.
    ///   - events: A feed to serve in addition to the answers of `bodies`; `nil` by default.
    package init(
        port: Int = 0, bounds: ServerBounds = ServerBounds(), events: EventRoute? = nil,
        bodies: StreamedBodies
    ) {
        self.port = port
        self.bounds = bounds
        self.events = events
        self.bodies = bodies
        respond = { request, writer, channel in
            try await bodies.answer(request, within: bounds, writer: writer, channel: channel)
        }
    }

    /// Serves until the task is cancelled or `stop` returns; then answers the requests that have
    /// arrived, and no others.
    ///
    /// - Parameters:
    ///   - onListening: Called with the port once connections are accepted.
    ///   - stop: Returns when the server should stop.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void,
        stop: @escaping @Sendable () async throws -> Void
    ) async throws {
        let server = makeServer(onListening: onListening)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await stop()
                try await server.shutdownGracefully()
            }
            defer { group.cancelAll() }
            try await serve(server)
        }
    }

    /// Serves until the task is cancelled.
    package func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        try await serve(makeServer(onListening: onListening))
    }

    /// - Throws: ``ListenError`` if the port can't be used.
    private func serve(_ server: Server<HTTP1Channel>) async throws {
        do {
            try await server.run()
        } catch {
            throw ListenError(error, port: port) ?? error
        }
    }

    private func makeServer(
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> Server<HTTP1Channel> {
        let logger = Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() })
        return Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(Self.address, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    bounds.connectionCountMax, logger: logger)),
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? 0)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    }

    private static func handlers(
        within bounds: ServerBounds, events: EventRoute?, bodies: StreamedBodies?
    ) -> [any RemovableChannelHandler] {
        [ClientEnd(), ExchangeDeadline(bounds, leavesBodies: bodies != nil), BrowserGuard()]
            + (bodies.map { [BodyDeadline(bounds, bytesPerSecondMin: $0.bytesPerSecondMin)] } ?? [])
            + (events.map { [EventRequests($0)] } ?? []) + [AnswerEnd()]
    }

    private var channel: HTTP1Channel {
        let (bounds, events, bodies) = (bounds, events, bodies)
        return HTTP1Channel(
            responder: respond,
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: Self.handlers(
                    within: bounds, events: events, bodies: bodies),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: bounds.headByteCountMax,
                    maxHeaderListSize: bounds.headByteCountMax,
                    maxHeaderFieldCount: bounds.headerCountMax)))
    }
}
