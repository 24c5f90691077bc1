import NIOCore

/// The subscribers of a feed on one event loop; used only on that loop.
final class EventStation {
    private let feed: any EventFeed
    private let loop: any EventLoop
    private var streams: [ObjectIdentifier: EventStream] = [:]
    private var sweeping: RepeatedTask?
    private var ending: Scheduled<Void>?

    init(_ feed: any EventFeed, on loop: any EventLoop) {
        self.feed = feed
        self.loop = loop
    }

    /// Adds a subscriber.
    func add(_ stream: EventStream) {
        streams[ObjectIdentifier(stream)] = stream
        guard streams.count == 1 else { return }
        let station = NIOLoopBound(self, eventLoop: loop)
        feed.subscribe(loop) { station.value.wake() }
        let interval = TimeAmount.milliseconds(Int64(feed.bounds.sweepMilliseconds))
        sweeping = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            station.value.sweep()
        }
    }

    /// Removes a subscriber that has closed its connection.
    func remove(_ stream: EventStream) {
        guard streams.removeValue(forKey: ObjectIdentifier(stream)) != nil, streams.isEmpty
        else { return }
        feed.unsubscribe(loop)
        sweeping?.cancel()
        ending?.cancel()
        (sweeping, ending) = (nil, nil)
    }

    /// Sends new events; after the end of the feed, later closes the connections of slow readers.
    private func wake() {
        for stream in streams.values { stream.send() }
        guard feed.isEnded, ending == nil, !streams.isEmpty else { return }
        let station = NIOLoopBound(self, eventLoop: loop)
        let time = TimeAmount.milliseconds(Int64(feed.bounds.endMillisecondsMax))
        ending = loop.scheduleTask(in: time) {
            for stream in station.value.streams.values { stream.cutOff() }
        }
    }

    private func sweep() {
        for stream in streams.values { stream.sweep() }
    }
}
