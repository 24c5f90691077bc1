package import HTTPTypes
package import NIOCore
import NIOHTTPTypes

/// A complete answer.
package struct PageAnswer: Sendable {
    /// The head, including the body's length.
    package var head: HTTPResponse
    /// The body, which answers may share.
    package var body: ByteBuffer

    /// Creates an answer after which the connection ends.
    ///
    /// - Parameter type: The body's media type.
    package init(
        _ status: Int = 200, type: String = "text/plain; charset=utf-8", body: ByteBuffer
    ) {
        self.body = body
        head = .head(status, type: type, byteCount: body.readableBytes, isLast: true)
    }

    /// Creates an answer with plain text.
    package init(_ status: Int, text: String) {
        self.init(status, body: ByteBuffer(string: text + "\n"))
    }
}

extension ChannelHandlerContext {
    /// Writes a whole answer, starting at a handler of the connection's pipeline.
    ///
    /// - Parameter hasBody: Whether to write the body; false for the answer to a HEAD request.
    func send(_ answer: PageAnswer, hasBody: Bool = true) -> EventLoopFuture<Void> {
        write(NIOAny(HTTPResponsePart.head(answer.head)), promise: nil)
        if hasBody { write(NIOAny(HTTPResponsePart.body(answer.body)), promise: nil) }
        return writeAndFlush(NIOAny(HTTPResponsePart.end(nil)))
    }

    /// Writes a whole answer and then closes the connection.
    func sendLast(_ answer: PageAnswer, hasBody: Bool = true) {
        let closing = NIOLoopBound(self, eventLoop: eventLoop)
        send(answer, hasBody: hasBody).whenComplete { _ in closing.value.close(promise: nil) }
    }
}
