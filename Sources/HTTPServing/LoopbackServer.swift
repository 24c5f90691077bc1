package import HummingbirdCore
import Logging
package import NIOCore
import NIOPosix

/// A server on a port of the loopback interface, and on no other.
package struct LoopbackServer: Sendable {
    /// Answers one request, whose body was passed over; the channel is for whoever has to close it.
    package typealias Responder =
        @Sendable (Request, consuming ResponseWriter, any Channel) async throws -> Void

    private static let address = "127.0.0.1"

    private let port: Int
    private let bounds: ServerBounds
    private let events: EventRoute?
    private let respond: Responder
    private let bodies: StreamedBodies?

    /// Describes a server that doesn't listen yet.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - events: A feed that it serves beside what `respond` answers; nil, the default, for none.
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
                // The rest would otherwise be read to its end.
                return try await writer.writeRefusal(413, channel: channel)
            }
            try await respond(request, writer, channel)
        }
    }

    /// Describes a server that reads bodies as they come, and doesn't listen yet.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - events: A feed that it serves beside what `bodies` answers; nil, the default, for none.
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

    /// Serves until the task is cancelled, or `stop` returns: then requests that came are answered, and
    /// no others.
    ///
    /// - Parameters:
    ///   - onListening: Gets the port once connections are taken.
    ///   - stop: Returns when the server is to stop.
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

    /// - Throws: ``ListenError`` if the port can't be had.
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
