internal import HTTPServing
internal import HTTPTypes
internal import NIOCore

/// The live page behind a port of the loopback interface.
package struct DashboardServer: Sendable {
    private let dashboard: Dashboard
    private let server: PageServer

    /// Describes a server that doesn't listen yet.
    ///
    /// - Parameter port: 0 takes a free one.
    package init(_ dashboard: Dashboard, port: Int = 0) {
        self.dashboard = dashboard
        let page = LivePage()
        server = PageServer(port: port, events: EventRoute("/events", feed: dashboard.hub)) {
            Self.answer($0, about: dashboard, on: page)
        }
    }

    /// Serves until `stop` returns; then browsers are told that nothing more will come.
    ///
    /// - Parameter onListening: Gets the page's address once connections are taken.
    /// - Throws: If the port can't be had.
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
            var answer = PageAnswer(405, text: "there is nothing but GET")
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
                return PageAnswer(404, text: "there are /, /events, /state.json and /series/ID")
            }
            return json(LiveEvent.json(points))
        }
    }

    /// No page of others may hold, frame or read this one.
    private static let isolation = [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"), ("referrer-policy", "no-referrer"),
    ]

    private static func json(_ text: String) -> PageAnswer {
        PageAnswer(type: "application/json", body: ByteBuffer(string: text))
    }
}
