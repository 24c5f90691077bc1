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
    private let respond: Responder

    /// Describes a server that doesn't listen yet.
    ///
    /// - Parameter port: 0 takes a free one.
    package init(
        port: Int = 0, bounds: ServerBounds = ServerBounds(), respond: @escaping Responder
    ) {
        self.port = port
        self.bounds = bounds
        self.respond = respond
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
            try await server.run()
        }
    }

    /// Serves until the task is cancelled.
    package func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        try await makeServer(onListening: onListening).run()
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

    private var channel: HTTP1Channel {
        let bounds = bounds
        return HTTP1Channel(
            responder: { [respond] request, writer, channel in
                guard try await request.isBodyShort(within: bounds) else {
                    try await writer.writeResponse(.head(413, byteCount: 0, isLast: true))
                    // The rest would otherwise be read to its end.
                    return channel.close(promise: nil)
                }
                try await respond(request, writer, channel)
            },
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ExchangeDeadline(bounds)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: bounds.headByteCountMax,
                    maxHeaderListSize: bounds.headByteCountMax,
                    maxHeaderFieldCount: bounds.headerCountMax)))
    }
}
