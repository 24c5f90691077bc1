package import HTTPServing
import HTTPTypes
import HummingbirdCore

/// The sync service on a port of the loopback interface only.
///
/// ```swift
/// func serve(_ runner: some SyncRunning) async throws {
///     let server = SyncServer(SyncDirector(runner), port: 8080)
///     try await server.run { print("port \($0)") } stop: { await Task.yield() }
/// }
/// ```
package struct SyncServer: Sendable {
    private let director: SyncDirector
    private let port: Int
    private let bounds: ServerBounds

    /// The default limits, without one for the duration of a sync.
    package static var defaultBounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.connectionCountMax = 16
        bounds.workMillisecondsMax = nil
        bounds.answerMillisecondsMax = 10_000
        return bounds
    }

    /// Creates a server that doesn't listen yet.
    ///
    /// - Parameter port: The port number; 0 for a free one.
    package init(
        _ director: SyncDirector, port: Int = 0, bounds: ServerBounds = Self.defaultBounds
    ) {
        self.director = director
        self.port = port
        self.bounds = bounds
    }

    /// Serves until `stop` returns; then asks the running sync to stop, and ends once it has ended
    /// and was answered.
    ///
    /// - Parameter onListening: Called with the port once connections are accepted.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void,
        stop: @escaping @Sendable () async throws -> Void
    ) async throws {
        let server = LoopbackServer(port: port, bounds: bounds) {
            [director] request, writer, _ in
            let answer =
                if request.headers.contains(.origin) {
                    // Web pages must not start syncs, not even pages of this machine.
                    TextAnswer.refusal(403, reason: "requests from web pages are refused")
                } else {
                    await Self.answer(
                        request.head.method, path: request.head.path ?? "", director: director)
                }
            try await answer.send(to: request.method, with: writer)
        }
        try await server.run(onListening: onListening) {
            try await stop()
            director.stop()
        }
        await director.waitUntilIdle()
    }

    private static func answer(
        _ method: HTTPRequest.Method, path: String, director: SyncDirector
    ) async -> TextAnswer {
        let path = path.prefix { $0 != "?" }
        switch (path, method) {
        case ("/health", .get): return .health(director.status)
        case ("/metrics", .get):
            let metrics = SyncMetrics(status: director.status, memory: .now())
            return TextAnswer(200, type: MetricsText.type, body: metrics.text)
        case ("/sync", .post): return .sync(await director.sync())
        case ("/health", _), ("/metrics", _), ("/sync", _):
            let allowed = path == "/sync" ? "POST" : "GET"
            return .refusal(
                405, reason: "'\(path)' accepts only \(allowed)", headers: [.allow: allowed])
        default:
            return .refusal(
                404, reason: "unknown path; choose from GET /health, POST /sync and GET /metrics")
        }
    }
}
