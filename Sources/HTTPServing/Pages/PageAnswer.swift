package import HTTPTypes
package import NIOCore

/// A whole answer, made at once.
package struct PageAnswer: Sendable {
    /// The head, with its length.
    package var head: HTTPResponse
    /// The body, which answers may share.
    package var body: ByteBuffer

    /// An answer behind which the connection ends.
    ///
    /// - Parameter type: The body's media type.
    package init(
        _ status: Int = 200, type: String = "text/plain; charset=utf-8", body: ByteBuffer
    ) {
        self.body = body
        head = .head(status, type: type, byteCount: body.readableBytes, isLast: true)
    }

    /// The same with a text.
    package init(_ status: Int, text: String) {
        self.init(status, body: ByteBuffer(string: text + "\n"))
    }
}
