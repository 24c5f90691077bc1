import Glibc
import NIOCore

/// One subscriber: stands at the socket's end of the pipeline and writes the shared bytes, which need
/// no encoding any more. It keeps nothing but the number of the last event.
final class EventStream: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let feed: any EventFeed
    private let station: EventStation
    private var position: Int?
    private var context: ChannelHandlerContext?
    private var isSending = false
    private var isClosing = false
    /// Bytes that waited at the last look.
    private var waitingBefore = 0
    private var stuckMilliseconds = 0
    private var silentMilliseconds = 0

    /// - Parameter position: The number of the last event it has; nil gives it the state first.
    init(_ feed: any EventFeed, at station: EventStation, after position: Int?) {
        self.feed = feed
        self.station = station
        self.position = position
    }

    /// No length and no chunks: the stream lasts as long as the connection.
    private static let head = ByteBuffer(
        string: """
            HTTP/1.1 200 OK\r
            content-type: text/event-stream\r
            cache-control: no-store\r
            connection: close\r
            x-content-type-options: nosniff\r
            \r

            """)

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let options = context.channel.syncOptions
        let limit = feed.bounds.pendingByteCountMax
        // Bounds that can't be set are those of the system.
        try? options?.setOption(.writeBufferWaterMark, value: .init(low: limit / 2, high: limit))
        try? options?.setOption(
            .socketOption(.so_sndbuf), value: numericCast(feed.bounds.socketByteCountMax))
        context.write(wrapOutboundOut(Self.head), promise: nil)
        station.add(self)
        send()
        context.flush()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        station.remove(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        station.remove(self)
        context.fireChannelInactive()
    }

    /// Whoever listens has nothing more to say.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        send()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            context.close(promise: nil)
        } else if !(event is ChannelShouldQuiesceEvent) {
            context.fireUserInboundEventTriggered(event)
        }
        // A server that stops ends its feed, and that ends this.
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Sends what is new, as far as the connection takes it.
    func send() {
        guard let context, !isSending, !isClosing else { return }
        isSending = true
        defer { isSending = false }
        var isFlushed = false
        // Flushing may make room for more.
        while !isFlushed {
            isFlushed = true
            while context.channel.isWritable, let delivery = feed.delivery(after: position) {
                context.write(wrapOutboundOut(delivery.bytes), promise: nil)
                position = delivery.number
                isFlushed = false
            }
            if !isFlushed {
                silentMilliseconds = 0
                context.flush()
            }
        }
        if feed.isEnded, feed.delivery(after: position) == nil { finish(context) }
    }

    /// Closes the connection once everything is written.
    private func finish(_ context: ChannelHandlerContext) {
        isClosing = true
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.context?.close(promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
    }

    /// Ends the connection at once; what waits is lost, in the kernel too.
    func cutOff() {
        guard let context else { return }
        // If it can't be set, the kernel keeps what waits for a while.
        let channel = context.channel as? any SocketOptionProvider
        _ = channel?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        context.close(promise: nil)
    }

    /// Looks whether the subscriber is stuck, or has heard nothing for long.
    func sweep() {
        guard let context else { return }
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        defer { waitingBefore = waiting }
        let interval = feed.bounds.sweepMilliseconds
        stuckMilliseconds =
            waiting > 0 && waiting >= waitingBefore ? stuckMilliseconds + interval : 0
        if stuckMilliseconds >= feed.bounds.stuckMillisecondsMax { return cutOff() }
        silentMilliseconds += interval
        if silentMilliseconds >= feed.bounds.keepAliveMilliseconds, waiting == 0 {
            silentMilliseconds = 0
            context.writeAndFlush(wrapOutboundOut(Self.comment), promise: nil)
        }
    }

    private static let comment = ByteBuffer(string: StreamedEvent.keepAlive)
}
