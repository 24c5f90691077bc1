package import NIOCore
import Synchronization

/// A state and the events that change it, for any number of subscribers.
///
/// ```swift
/// let hub = EventHub(0) { StreamedEvent("total", data: "\($0)") }
/// hub.publish { total in
///     total += 1
///     return StreamedEvent("added", data: "1")
/// }
/// ```
///
/// Each event is formatted once. A subscriber that is new, or was away for too long, gets the whole
/// state and then the following events, each exactly once.
package final class EventHub<State: Sendable>: EventFeed {
    package let bounds: EventBounds

    private let stream = UInt32.random(in: .min ... .max)
    private let describe: @Sendable (State) -> StreamedEvent
    private let shared: Mutex<Shared>

    private struct Shared {
        var state: State
        var backlog: EventBacklog
        var isEnded = false
        /// The state as an event, if it was requested since the last change.
        var described: EventDelivery?
        var loops: [ObjectIdentifier: Subscription] = [:]

        /// Marks the loops to notify, and returns them.
        mutating func woken() -> [Subscription] {
            loops.keys.compactMap { key in
                guard let subscription = loops[key], !subscription.isWaking else { return nil }
                loops[key]?.isWaking = true
                return subscription
            }
        }
    }

    private struct Subscription {
        let loop: any EventLoop
        let wake: @Sendable () -> Void
        /// Whether it was notified and hasn't checked for events yet.
        var isWaking = false
    }

    /// Creates a hub without events.
    ///
    /// - Parameters:
    ///   - state: The state before the first event.
    ///   - describe: Returns the event for a whole state; called on an event loop.
    package init(
        _ state: State, bounds: EventBounds = EventBounds(),
        describe: @escaping @Sendable (State) -> StreamedEvent
    ) {
        self.bounds = bounds
        self.describe = describe
        shared = Mutex(Shared(state: state, backlog: EventBacklog(bounds)))
    }

    /// The current state.
    package var state: State { shared.withLock { $0.state } }

    package var isEnded: Bool { shared.withLock { $0.isEnded } }

    /// Changes the state and notifies all subscribers, atomically; does nothing after the end.
    ///
    /// - Parameter change: Changes the state, and returns the event for the same change in a page,
    ///   if any.
    package func publish(_ change: (inout State) -> StreamedEvent?) {
        let waking = shared.withLock { shared -> [Subscription] in
            guard !shared.isEnded, let event = change(&shared.state) else { return [] }
            let id = EventID(stream: stream, number: shared.backlog.next)
            shared.backlog.append(ByteBuffer(string: event.text(id: id)))
            shared.described = nil
            return shared.woken()
        }
        tell(waking)
    }

    package func end() {
        let waking = shared.withLock { shared -> [Subscription] in
            shared.isEnded = true
            return shared.woken()
        }
        tell(waking)
    }

    private func tell(_ waking: [Subscription]) {
        for subscription in waking {
            subscription.loop.execute {
                self.shared.withLock {
                    $0.loops[ObjectIdentifier(subscription.loop)]?.isWaking = false
                }
                subscription.wake()
            }
        }
    }

    package func position(after lastEventID: String?) -> Int? {
        guard let id = lastEventID.flatMap(EventID.init), id.stream == stream else { return nil }
        return id.number
    }

    package func delivery(after position: Int?) -> EventDelivery? {
        let (known, state, number) = shared.withLock { shared -> (EventDelivery?, State?, Int) in
            let newest = shared.backlog.newest
            if position == newest { return (nil, nil, newest) }
            if let position, position < newest, let bytes = shared.backlog[position + 1] {
                return (EventDelivery(number: position + 1, bytes: bytes), nil, newest)
            }
            if let described = shared.described { return (described, nil, newest) }
            return (nil, shared.state, newest)
        }
        // Outside the lock, so that publishers don't wait for it.
        guard known == nil, let state else { return known }
        let text = describe(state).text(
            id: EventID(stream: stream, number: number), retryMilliseconds: bounds.retryMilliseconds
        )
        let delivery = EventDelivery(number: number, bytes: ByteBuffer(string: text))
        shared.withLock { if $0.backlog.newest == number { $0.described = delivery } }
        return delivery
    }

    package func subscribe(_ loop: any EventLoop, wake: @escaping @Sendable () -> Void) {
        shared.withLock {
            $0.loops[ObjectIdentifier(loop)] = Subscription(loop: loop, wake: wake)
        }
    }

    package func unsubscribe(_ loop: any EventLoop) {
        shared.withLock { _ = $0.loops.removeValue(forKey: ObjectIdentifier(loop)) }
    }
}
