import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A handler that closes a connection whose request or answer takes too long, even if bytes keep
/// dripping.
final class ExchangeDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let requestMax: TimeAmount
    private let workMax: TimeAmount?
    private let answerMax: TimeAmount
    private let leavesBodies: Bool
    private var deadline: Scheduled<Void>?
    /// The number of complete requests whose answer isn't complete; a client may send several at
    /// once.
    private var unansweredCount = 0

    /// - Parameter leavesBodies: Whether a ``BodyDeadline`` watches the bodies.
    init(_ bounds: ServerBounds, leavesBodies: Bool = false) {
        self.leavesBodies = leavesBodies
        requestMax = .milliseconds(Int64(bounds.requestMillisecondsMax))
        workMax = bounds.workMillisecondsMax.map { .milliseconds(Int64($0)) }
        answerMax = .milliseconds(Int64(bounds.answerMillisecondsMax))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        allow(requestMax, context: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            if leavesBodies, unansweredCount == 0 { allow(nil, context: context) }
        case .body: break
        case .end:
            unansweredCount += 1
            if unansweredCount == 1 { allow(workMax, context: context) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.kind != .informational { allow(answerMax, context: context) }
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenSuccess {
                self.unansweredCount -= 1
                self.allow(
                    self.unansweredCount > 0 ? self.workMax : self.requestMax, context: context)
            }
            context.write(data, promise: written)
        }
    }

    private func allow(_ time: TimeAmount?, context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = time.map { time in
            context.eventLoop.assumeIsolated().scheduleTask(in: time) {
                context.close(promise: nil)
            }
        }
    }
}
