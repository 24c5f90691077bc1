import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A handler that closes a connection whose request body arrives too slowly.
///
/// It is used together with ``ExchangeDeadline``, which then ignores bodies.
final class BodyDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let bounds: ServerBounds
    private let bytesPerSecondMin: Int
    /// The remaining time; `nil` while no body is being received.
    private var pace: BodyPace?
    private var timer: Scheduled<Void>?
    /// Whether the client was already told that it is too slow, so that other answers are dropped.
    private var hasRefused = false

    init(_ bounds: ServerBounds, bytesPerSecondMin: Int) {
        self.bounds = bounds
        self.bytesPerSecondMin = bytesPerSecondMin
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        pace?.ask(at: Self.now)
        watch(context)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            pace = BodyPace(
                allowanceMilliseconds: bounds.requestMillisecondsMax,
                bytesPerSecondMin: bytesPerSecondMin)
        case .body(let bytes): pace?.receive(bytes.readableBytes, at: Self.now)
        case .end: end()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !hasRefused else {
            promise?.succeed()
            return
        }
        // An answer that precedes the end of the body has its own deadline.
        if case .head(let head) = unwrapOutboundIn(data), head.status.kind != .informational {
            end()
        }
        context.write(data, promise: promise)
    }

    private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    private func end() {
        pace = nil
        timer?.cancel()
        timer = nil
    }

    /// Sets a timer for the current deadline; bytes that arrive don't move the timer.
    private func watch(_ context: ChannelHandlerContext) {
        guard timer == nil, let deadline = pace?.deadline else { return }
        let time = NIODeadline.uptimeNanoseconds(UInt64(deadline))
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
            self.timer = nil
            self.judge(context)
        }
    }

    private func judge(_ context: ChannelHandlerContext) {
        guard let deadline = pace?.deadline else { return }
        guard deadline <= Self.now else { return watch(context) }
        end()
        refuse(context)
        context.fireErrorCaught(SlowBody())
    }

    /// Answers the client, because the body's reader only sees a broken connection.
    private func refuse(_ context: ChannelHandlerContext) {
        _ = context.send(PageAnswer(408, text: "the request body arrived too slowly"))
        hasRefused = true
        context.channel.closeSoon()
    }
}
