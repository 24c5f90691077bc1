import Foundation
import HTTPServing
import HTTPTypes
import TestSupport

/// A stream about a number, in this process.
struct CountedStream: Sendable {
    let port: Int
    let hub: EventHub<Int>
    /// Asks the server to stop.
    let stop: @Sendable () -> Void

    /// The bounds of most tests, with checks so frequent that tests can wait for them.
    static var quick: EventBounds {
        var bounds = EventBounds()
        bounds.keepAliveMilliseconds = 100
        return bounds
    }

    /// Runs `body` with a server of a page and the stream, and waits for the server's end.
    static func running<Value: Sendable>(
        _ bounds: EventBounds = EventBounds(),
        serving: ServerBounds = PageServer.defaultBounds,
        body: @escaping @Sendable (CountedStream) async throws -> Value
    ) async throws -> Value {
        let hub = EventHub(0, bounds: bounds) { StreamedEvent("state", data: "\($0)") }
        let server = PageServer(
            bounds: serving, events: EventRoute("/events", feed: hub)
        ) { request in
            request.path == "/"
                ? PageAnswer(200, text: "a page") : PageAnswer(404, text: "there is nothing here")
        }
        return try await withRunningServer {
            try await server.run(onListening: $0, stop: $1)
        } work: { port, stop in
            try await body(CountedStream(port: port, hub: hub, stop: stop))
        }
    }

    /// Adds one to the number.
    func tick(_ padding: String = "") {
        hub.publish {
            $0 += 1
            return StreamedEvent("tick", data: "\($0)\(padding)")
        }
    }

    /// Opens a subscription.
    func subscribe(after lastEventID: String? = nil) throws -> RawConnection {
        let connection = try RawConnection(port: port)
        let header = lastEventID.map { "last-event-id: \($0)\r\n" } ?? ""
        connection.send("GET /events HTTP/1.1\r\nhost: {host}\r\n\(header)\r\n")
        return connection
    }

    /// Ends the stream and returns the events that a subscriber got.
    func events(of connection: RawConnection) async -> [Received] {
        hub.end()
        return Received.all(in: await connection.readToEnd().text)
    }
}

/// An event as received by a page.
struct Received: Equatable, Sendable {
    var id: String?
    var name = "message"
    var data: String
    var retry: String?

    /// Parses a stream (HTML, section 9.2.6), in simplified form; a head is skipped.
    static func all(in text: String) -> [Received] {
        let body = text.components(separatedBy: "\r\n\r\n").last ?? ""
        return body.components(separatedBy: "\n\n").dropLast().compactMap { block in
            var event = Received(data: "")
            var lines: [String] = []
            for line in block.components(separatedBy: "\n") {
                guard let colon = line.firstIndex(of: ":") else { continue }
                var value = line[line.index(after: colon)...]
                if value.hasPrefix(" ") { value.removeFirst() }
                switch line[..<colon] {
                case "id": event.id = String(value)
                case "event": event.name = String(value)
                case "retry": event.retry = String(value)
                case "data": lines.append(String(value))
                default: break
                }
            }
            event.data = lines.joined(separator: "\n")
            return lines.isEmpty ? nil : event
        }
    }
}
