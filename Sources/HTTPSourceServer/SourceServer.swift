package import HTTPSource
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix

/// The source behind a port of the loopback interface, and of no other.
package struct SourceServer: Sendable {
    private static let address = "127.0.0.1"

    private let source: Source
    private let bounds: ServerBounds

    /// Creates a server that doesn't listen yet.
    package init(_ source: Source, bounds: ServerBounds = ServerBounds()) {
        self.source = source
        self.bounds = bounds
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onListening: Gets the port, a free one, once connections are taken.
    package func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        let logger = Logger(label: "source", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = Server(
            childChannelSetup: channel(),
            configuration: ServerConfiguration(
                address: .hostname(Self.address, port: 0),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    bounds.connectionCountMax, logger: logger)),
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? 0)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
        try await server.run()
    }

    private func channel() -> HTTP1Channel {
        let bounds = bounds
        return HTTP1Channel(
            responder: { [source] request, writer, channel in
                let exchange = SourceExchange(source: source, bounds: bounds, channel: channel)
                try await exchange.answer(request, writer: writer)
            },
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ExchangeDeadline(bounds)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: bounds.headByteCountMax,
                    maxHeaderListSize: bounds.headByteCountMax,
                    maxHeaderFieldCount: bounds.headerCountMax)))
    }
}
