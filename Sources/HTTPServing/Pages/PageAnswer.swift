package import HTTPTypes
package import NIOCore
import NIOHTTPTypes

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

extension ChannelHandlerContext {
    /// Writes a whole answer, from a handler of a connection's pipeline on.
    ///
    /// - Parameter hasBody: Whether the body is written; without it the answer is that to HEAD.
    func send(_ answer: PageAnswer, hasBody: Bool = true) -> EventLoopFuture<Void> {
        write(NIOAny(HTTPResponsePart.head(answer.head)), promise: nil)
        if hasBody { write(NIOAny(HTTPResponsePart.body(answer.body)), promise: nil) }
        return writeAndFlush(NIOAny(HTTPResponsePart.end(nil)))
    }

    /// The same, and then closes the connection.
    func sendLast(_ answer: PageAnswer, hasBody: Bool = true) {
        let closing = NIOLoopBound(self, eventLoop: eventLoop)
        send(answer, hasBody: hasBody).whenComplete { _ in closing.value.close(promise: nil) }
    }
}
