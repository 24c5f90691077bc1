package import HTTPServing
package import HTTPSource

/// The source behind a port of the loopback interface, and of no other.
package struct SourceServer: Sendable {
    private let server: LoopbackServer

    /// Creates a server that doesn't listen yet.
    package init(_ source: Source, bounds: ServerBounds = ServerBounds()) {
        server = LoopbackServer(bounds: bounds) { request, writer, channel in
            let exchange = SourceExchange(source: source, channel: channel)
            try await exchange.answer(request, writer: writer)
        }
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onListening: Gets the port, a free one, once connections are taken.
    package func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        try await server.run(onListening: onListening)
    }
}
