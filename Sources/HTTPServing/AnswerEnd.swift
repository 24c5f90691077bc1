import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A handler that lets a client receive a whole answer before its connection is closed.
///
/// The end of an answer counts as sent once it waits to be written, and closing the connection at
/// that point would discard it. This happens when a server stops while a slow client reads. The
/// wait is limited by ``ExchangeDeadline``, which closes the connection bypassing this handler.
final class AnswerEnd: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The end of the last answer, until it is written.
    private var unwritten: EventLoopFuture<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        unwritten = written.futureResult
        context.write(data, promise: written)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, let unwritten else {
            return context.close(mode: mode, promise: promise)
        }
        unwritten.assumeIsolated().whenComplete { _ in
            context.close(mode: mode, promise: promise)
        }
    }
}
