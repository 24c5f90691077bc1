package import HTTPServing
package import PipelineKit

/// Exports of a table of tickets behind a port of the loopback interface, and of no other.
package struct TicketServer: Sendable {
    /// The settings of a server.
    package struct Configuration: Sendable {
        /// The path of the SQLite database; it need not be there yet.
        package var database: String
        /// The port to listen on; 0, the default, for a free one.
        package var port = 0
        /// The most exports at once, each on a thread of its own; others are refused. Default 4.
        package var exportCountMax = 4
        /// The longest time that a client may take for 64 KiB, in milliseconds; default 60 s.
        package var stallMillisecondsMax = 60_000
        /// The bounds on whoever connects.
        package var bounds = Self.defaultBounds
        /// The way of delimited exports to clients; streamed by default.
        package var delivery: any ExportDelivery = StreamedDelivery()
        /// The writer of workbooks; nil, the default, for a server that has none.
        package var workbooks: WorkbookWriter?
        /// Counts rows as they are written; by default nobody watches it.
        package var progress = TrialProgress.unwatched()
        /// Told how each export ended; a refusal that it ends with may not be sent yet.
        package var onEnd: @Sendable (ExportEnd) -> Void = { _ in }

        /// The defaults for a database.
        package init(database: String) {
            self.database = database
        }

        /// Who may connect, by default: a workbook takes its time, and a large export an hour at most.
        package static var defaultBounds: ServerBounds {
            var bounds = ServerBounds()
            bounds.connectionCountMax = 32
            bounds.workMillisecondsMax = 600_000
            bounds.answerMillisecondsMax = 3_600_000
            return bounds
        }
    }

    private let configuration: Configuration
    private let state: TicketServerState

    /// Creates a server that doesn't listen yet.
    package init(_ configuration: Configuration) {
        self.configuration = configuration
        state = TicketServerState(exportCountMax: configuration.exportCountMax)
    }

    /// The server's state at this moment.
    package var status: TicketServerStatus { state.status(progress: configuration.progress) }

    /// Serves until `stop` returns; then running exports are completed, and no others begun.
    ///
    /// - Parameters:
    ///   - onListening: Gets the port once connections are taken.
    ///   - stop: Returns when the server is to stop.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void,
        stop: @escaping @Sendable () async throws -> Void
    ) async throws {
        let server = LoopbackServer(port: configuration.port, bounds: configuration.bounds) {
            [configuration, state] request, writer, channel in
            let exchange = TicketExchange(
                configuration: configuration, state: state, channel: channel)
            try await exchange.answer(request, writer: writer)
        }
        try await server.run(onListening: onListening) {
            try await stop()
            state.stop()
        }
    }
}
