internal import HTTPServing
internal import HTTPTypes
internal import NIOCore

/// A server of the live page on a port of the loopback interface.
///
/// ```swift
/// let server = DashboardServer(Dashboard(path: ".membudget/runs/today"))
/// try await server.run {
///     print("live page at", $0)
/// } stop: {
///     try? await Task.sleep(for: .seconds(60))
/// }
/// ```
package struct DashboardServer: Sendable {
    private let dashboard: Dashboard
    private let server: PageServer

    /// Creates a server that doesn't listen yet.
    ///
    /// - Parameter port: The port; 0 selects a free one.
    package init(_ dashboard: Dashboard, port: Int = 0) {
        self.dashboard = dashboard
        let page = LivePage()
        server = PageServer(port: port, events: EventRoute("/events", feed: dashboard.hub)) {
            Self.answer($0, about: dashboard, on: page)
        }
    }

    /// Serves until `stop` returns, and then tells browsers that no more changes will follow.
    ///
    /// - Parameter onListening: Called with the page's address when the server accepts connections.
    /// - Throws: An error if the port is unavailable.
    package func run(
        onListening: @escaping @Sendable (String) async -> Void,
        stop: @escaping @Sendable () async -> Void
    ) async throws {
        try await server.run { port in
            await onListening("http://127.0.0.1:\(port)/")
        } stop: { [dashboard] in
            await stop()
            dashboard.close()
        }
    }

    private static func answer(
        _ request: HTTPRequest, about dashboard: Dashboard, on page: LivePage
    ) -> PageAnswer {
        guard request.method == .get || request.method == .head else {
            var answer = PageAnswer(405, text: "only GET and HEAD are supported")
            answer.head.headerFields[.allow] = "GET, HEAD"
            return answer
        }
        let path = (request.path ?? "").prefix { $0 != "?" }
        var answer = content(at: path, of: dashboard, on: page)
        answer.head.headerFields[.cacheControl] = "no-store"
        answer.head.headerFields[.xContentTypeOptions] = "nosniff"
        for (name, value) in Self.isolation {
            if let name = HTTPField.Name(name) { answer.head.headerFields[name] = value }
        }
        return answer
    }

    private static func content(
        at path: Substring, of dashboard: Dashboard, on page: LivePage
    ) -> PageAnswer {
        switch path {
        case "/":
            var answer = PageAnswer(type: "text/html; charset=utf-8", body: page.body)
            answer.head.headerFields[.contentSecurityPolicy] = page.policy
            return answer
        case "/state.json": return json(LiveEvent.json(dashboard.run))
        default:
            let number = path.hasPrefix("/series/") ? Int(path.dropFirst(8)) : nil
            guard let points = number.flatMap(dashboard.series) else {
                return PageAnswer(404, text: "not found; try /, /events, /state.json or /series/ID")
            }
            return json(LiveEvent.json(points))
        }
    }

    /// The headers that prevent other sites' pages from opening, embedding or reading this one.
    private static let isolation = [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"), ("referrer-policy", "no-referrer"),
    ]

    private static func json(_ text: String) -> PageAnswer {
        PageAnswer(type: "application/json", body: ByteBuffer(string: text))
    }
}
