import NIOCore
import NIOHTTP1

/// The last handler of a connection, which passes on parts of answers one at a time, on request.
///
/// The connection doesn't read automatically. It reads when a part is requested and none is left,
/// so that no more than the bytes of one read wait here, however fast the source is.
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

    /// Returns the next part; fails with a `HTTPFailure.Kind` wrapped in ``ConnectionEnd``.
    ///
    /// Must be called on the event loop, and not again before the last call has finished.
    func next(on loop: any EventLoop, within silenceMax: TimeAmount)
        -> EventLoopFuture<HTTPClientResponsePart>
    {
        precondition(waiter == nil, "request one part at a time")
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
            // Only a fraction of a part has arrived.
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

    /// Ends the connection and passes the reason to the waiter.
    private func stop(_ kind: HTTPFailure.Kind) {
        if end == nil { end = kind }
        // Parts that arrived before the end are still passed on.
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

/// The end of a connection, with its reason.
struct ConnectionEnd: Error {
    let kind: HTTPFailure.Kind
}
