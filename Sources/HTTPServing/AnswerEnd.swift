import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Lets a client have the whole of an answer before its connection is closed.
///
/// The end of an answer counts as sent once it waits to be written, and a connection that is closed then
/// drops what waits. That happens when a server stops while a slow client reads. The time for it is
/// that of ``ExchangeDeadline``, which closes the connection past this handler.
final class AnswerEnd: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The end of the last answer, while it isn't written.
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
