package import NIOCore

/// A stream of events as the connections see it, whatever state it is about.
package protocol EventFeed: AnyObject, Sendable {
    /// Its bounds.
    var bounds: EventBounds { get }
    /// Whether no more events will come.
    var isEnded: Bool { get }

    /// The number of the last event that a page has seen; nil if it has to be given the state.
    ///
    /// - Parameter lastEventID: The header that it sent; nil for none.
    func position(after lastEventID: String?) -> Int?

    /// The next thing to send behind an event, which is the state where that event is too long ago; nil
    /// if there is none yet.
    ///
    /// - Parameter position: The number of that event; nil for whoever has seen nothing.
    func delivery(after position: Int?) -> EventDelivery?

    /// Has an event loop told of new events, from now on.
    ///
    /// - Parameters:
    ///   - loop: The loop of the caller.
    ///   - wake: Called on it.
    func subscribe(_ loop: any EventLoop, wake: @escaping @Sendable () -> Void)

    /// Ends the stream: subscribers read what there is, and are closed.
    func end()

    /// Has an event loop told no more.
    func unsubscribe(_ loop: any EventLoop)
}

/// The bytes of one event, or of the state.
package struct EventDelivery: Sendable {
    /// The number of the last event that they contain.
    package let number: Int
    /// The bytes, which all subscribers share.
    package let bytes: ByteBuffer
}
