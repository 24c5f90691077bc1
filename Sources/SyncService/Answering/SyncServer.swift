package import HTTPServing
import HTTPTypes
import HummingbirdCore

/// The service behind a port of the loopback interface, and of no other.
package struct SyncServer: Sendable {
    private let director: SyncDirector
    private let port: Int
    private let bounds: ServerBounds

    /// Who may connect, by default: a sync takes as long as it takes.
    package static var defaultBounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.connectionCountMax = 16
        bounds.workMillisecondsMax = nil
        bounds.answerMillisecondsMax = 10_000
        return bounds
    }

    /// Creates a server that doesn't listen yet.
    ///
    /// - Parameter port: 0 takes a free one.
    package init(
        _ director: SyncDirector, port: Int = 0, bounds: ServerBounds = Self.defaultBounds
    ) {
        self.director = director
        self.port = port
        self.bounds = bounds
    }

    /// Serves until `stop` returns; then the running sync is asked to stop, and the server ends once it
    /// has ended and is answered.
    ///
    /// - Parameter onListening: Gets the port once connections are taken.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void,
        stop: @escaping @Sendable () async throws -> Void
    ) async throws {
        let server = LoopbackServer(port: port, bounds: bounds) {
            [director] request, writer, _ in
            let answer =
                if request.headers.contains(.origin) {
                    // Not even a page of this machine may ask for a sync.
                    TextAnswer.refusal(403, reason: "no answer for web pages")
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
                405, reason: "'\(path)' takes \(allowed) only", headers: [.allow: allowed])
        default:
            return .refusal(404, reason: "there are GET /health, POST /sync and GET /metrics")
        }
    }
}
