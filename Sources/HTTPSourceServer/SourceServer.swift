package import HTTPServing
package import HTTPSource

/// A server of the source on a port of the loopback interface only.
///
/// ```swift
/// import HTTPSource
/// let server = SourceServer(Source(SourceSettings()))
/// try await server.run { port in print(port) }
/// ```
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
    /// - Parameter onListening: Called with the port, a free one, once connections are accepted.
    package func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        try await server.run(onListening: onListening)
    }
}
