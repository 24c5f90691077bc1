package import HTTPServing
package import PipelineKit

/// A server of exports of a ticket table, on a port of the loopback interface only.
///
/// ```swift
/// let server = TicketServer(TicketServer.Configuration(database: "tickets.sqlite"))
/// try await server.run { print("port \($0)") } stop: { try await Task.sleep(for: .seconds(60)) }
/// ```
package struct TicketServer: Sendable {
    /// The settings of a server.
    package struct Configuration: Sendable {
        /// The path of the SQLite database, which need not exist yet.
        package var database: String
        /// The port to listen on; 0, the default, for a free one.
        package var port = 0
        /// The maximum number of simultaneous exports, each on a thread of its own; others are
        /// refused. 4 by default.
        package var exportCountMax = 4
        /// The maximum time that a client may take for 64 KiB, in milliseconds; 60 s by default.
        package var stallMillisecondsMax = 60_000
        /// The limits on clients.
        package var bounds = Self.defaultBounds
        /// The delivery of delimited exports; streamed by default.
        package var delivery: any ExportDelivery = StreamedDelivery()
        /// The writer of workbooks; `nil`, the default, for none.
        package var workbooks: WorkbookWriter?
        /// The counter of written rows; not watched by default.
        package var progress = TrialProgress.unwatched()
        /// A function called with the outcome of each export; the answer may not have been sent
        /// yet.
        package var onEnd: @Sendable (ExportEnd) -> Void = { _ in }

        /// Creates the default configuration for a database.
        package init(database: String) {
            self.database = database
        }

        /// The default limits, which allow for slow workbooks, and an hour for a large export.
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

    /// The server's current state.
    package var status: TicketServerStatus { state.status(progress: configuration.progress) }

    /// Serves until `stop` returns; then running exports are completed, and no others started.
    ///
    /// - Parameters:
    ///   - onListening: Called with the port once connections are accepted.
    ///   - stop: Returns when the server should stop.
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
