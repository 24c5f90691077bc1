import NIOCore
import NIOHTTP1

/// The end of a connection's pipeline: parts of answers, handed out one at a time when asked for.
///
/// The connection doesn't read by itself. It reads when a part is wanted and none is left, so that
/// no more than one reading's worth of bytes waits here, however fast the source is.
final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private var parts = CircularBuffer<HTTPClientResponsePart>()
    private var waiter: EventLoopPromise<HTTPClientResponsePart>?
    private var timeout: Scheduled<Void>?
    private var end: HTTPFailure.Kind?
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// The next part; fails with a `HTTPFailure.Kind` wrapped in ``ConnectionEnd``.
    ///
    /// On the event loop only, and not again before the one before is there.
    func next(on loop: any EventLoop, within silenceMax: TimeAmount)
        -> EventLoopFuture<HTTPClientResponsePart>
    {
        precondition(waiter == nil, "one part is asked for at a time")
        if let part = parts.popFirst() { return loop.makeSucceededFuture(part) }
        if let end { return loop.makeFailedFuture(ConnectionEnd(kind: end)) }
        guard let context else {
            return loop.makeFailedFuture(ConnectionEnd(kind: .connection("it was closed")))
        }
        let promise = loop.makePromise(of: HTTPClientResponsePart.self)
        waiter = promise
        timeout = loop.assumeIsolated().scheduleTask(in: silenceMax) { self.stop(.timedOut) }
        context.read()
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parts.append(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard waiter != nil else { return }
        if let part = parts.popFirst() {
            take()?.succeed(part)
        } else if end == nil {
            // What came was a part of a part.
            context.read()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop(.truncated)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.invalidEOFState: stop(.truncated)
        case is HTTPParserError: stop(.badHead)
        default: stop(.connection("\(error)"))
        }
    }

    /// Ends the connection; who waits learns why.
    private func stop(_ kind: HTTPFailure.Kind) {
        if end == nil { end = kind }
        // What had come before the end is still handed out.
        if let waiter = take() {
            if let part = parts.popFirst() {
                waiter.succeed(part)
            } else {
                waiter.fail(ConnectionEnd(kind: end ?? kind))
            }
        }
        context?.close(promise: nil)
    }

    private func take() -> EventLoopPromise<HTTPClientResponsePart>? {
        timeout?.cancel()
        timeout = nil
        defer { waiter = nil }
        return waiter
    }
}

/// The end of a connection, and the reason for it.
struct ConnectionEnd: Error {
    let kind: HTTPFailure.Kind
}
