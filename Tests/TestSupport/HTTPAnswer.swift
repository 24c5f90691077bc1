import Foundation

/// A raw HTTP response.
package struct HTTPAnswer: Sendable, CustomStringConvertible {
    /// The status line and the headers; empty if the connection ended before them.
    package let head: String
    /// Everything after the headers.
    package let body: String
    /// Whether the connection ended afterwards.
    package let isEnded: Bool

    /// Sends one request on its own connection.
    package init(to method: String, _ path: String, port: Int) async throws {
        let connection = try RawConnection(port: port)
        connection.send("\(method) \(path) HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
        await self.init(reading: connection)
    }

    /// Reads to the end of a connection.
    package init(reading connection: RawConnection) async {
        let read = await connection.readToEnd()
        let halves = read.text.components(separatedBy: "\r\n\r\n")
        head = halves[0]
        body = halves.dropFirst().joined(separator: "\r\n\r\n")
        isEnded = read.isEnded
    }

    /// The status; `nil` without a response.
    package var status: Int? {
        head.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    /// The JSON object in the body; empty if the body isn't one.
    package var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
    }

    /// The whole response, for the message of a failed expectation.
    package var description: String { "\(head)\n\n\(body)" }
}
