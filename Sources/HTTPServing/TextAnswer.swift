package import HTTPTypes
package import HummingbirdCore
import NIOCore

/// A short answer, such as the reason for a refusal or a status.
package struct TextAnswer: Hashable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// The body's media type.
    package var type: String
    /// The body.
    package var body: String
    /// The headers in addition to those of the body.
    package var headers: HTTPFields

    /// Creates an answer.
    package init(
        _ status: Int, type: String = "text/plain; charset=utf-8", headers: HTTPFields = [:],
        body: String
    ) {
        self.status = status
        self.type = type
        self.headers = headers
        self.body = body
    }

    /// Creates an answer with a line of JSON.
    ///
    /// - Parameter text: The JSON, on one line.
    package static func json(
        _ text: String, status: Int = 200, headers: HTTPFields = [:]
    ) -> TextAnswer {
        TextAnswer(status, type: "application/json", headers: headers, body: text + "\n")
    }

    /// Sends the answer, without the body to a HEAD request.
    package func send(
        to method: HTTPRequest.Method, with writer: consuming ResponseWriter
    ) async throws {
        var head = HTTPResponse.head(status, type: type, byteCount: body.utf8.count)
        head.headerFields.append(contentsOf: headers)
        guard method != .head else { return try await writer.writeResponse(head) }
        try await writer.write(
            response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
