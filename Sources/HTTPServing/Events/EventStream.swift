import Glibc
import NIOCore

/// A subscriber: the handler next to the socket, which writes the shared bytes without further
/// encoding. It stores nothing but the number of the last event.
final class EventStream: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let feed: any EventFeed
    private let station: EventStation
    private var position: Int?
    private var context: ChannelHandlerContext?
    private var isSending = false
    private var isClosing = false
    /// The number of waiting bytes at the last check.
    private var waitingBefore = 0
    private var stuckMilliseconds = 0
    private var silentMilliseconds = 0

    /// - Parameter position: The number of the last event it has; `nil` to send the whole state
    ///   first.
    init(_ feed: any EventFeed, at station: EventStation, after position: Int?) {
        self.feed = feed
        self.station = station
        self.position = position
    }

    /// The answer has no length and no chunks: the stream lasts as long as the connection.
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
        // If the limits can't be set, those of the system apply.
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

    /// Ignores data from the subscriber.
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
        // A server that stops ends its feed, which ends this stream.
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Sends new events, as far as the connection accepts them.
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

    /// Closes the connection immediately; waiting bytes are lost, including those in the kernel.
    func cutOff() {
        guard let context else { return }
        // If this option can't be set, the kernel keeps waiting bytes for a while.
        let channel = context.channel as? any SocketOptionProvider
        _ = channel?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        context.close(promise: nil)
    }

    /// Checks whether the subscriber is stuck, or needs a comment after a long silence.
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
