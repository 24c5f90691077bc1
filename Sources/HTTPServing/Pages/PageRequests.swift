import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A handler that answers requests for pages: one per connection, which then ends.
final class PageRequests: ChannelInboundHandler {
    typealias InboundIn = HTTPRequestPart

    private let bounds: ServerBounds
    private let answer: PageServer.Responder
    private var request: HTTPRequest?
    private var bodyByteCount = 0
    private var isAnswered = false

    init(_ bounds: ServerBounds, answer: @escaping PageServer.Responder) {
        self.bounds = bounds
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAnswered else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body(let bytes):
            bodyByteCount += bytes.readableBytes
            guard bodyByteCount > bounds.bodyByteCountMax else { return }
            send(PageAnswer(413, text: "the body is too long"), context: context)
        case .end:
            guard let request else { return }
            send(answer(request), context: context)
        }
    }

    private func send(_ answer: PageAnswer, context: ChannelHandlerContext) {
        isAnswered = true
        context.sendLast(answer, hasBody: request?.method != .head)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, !isAnswered { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
