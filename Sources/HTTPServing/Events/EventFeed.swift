package import NIOCore

/// A stream of events as seen by connections, independent of the type of its state.
package protocol EventFeed: AnyObject, Sendable {
    /// The limits of the stream.
    var bounds: EventBounds { get }
    /// Whether the stream has ended.
    var isEnded: Bool { get }

    /// Returns the number of the last event that a page has seen; `nil` if it needs the whole
    /// state.
    ///
    /// - Parameter lastEventID: The `Last-Event-ID` header of the request, if any.
    func position(after lastEventID: String?) -> Int?

    /// Returns the next bytes to send after an event; the whole state if that event is too old;
    /// `nil` if there is nothing new.
    ///
    /// - Parameter position: The number of that event; `nil` for a subscriber that has seen
    ///   nothing.
    func delivery(after position: Int?) -> EventDelivery?

    /// Registers an event loop for notifications of new events.
    ///
    /// - Parameters:
    ///   - loop: The event loop of the caller.
    ///   - wake: Called on that loop.
    func subscribe(_ loop: any EventLoop, wake: @escaping @Sendable () -> Void)

    /// Ends the stream: subscribers get the remaining events, then their connections are closed.
    func end()

    /// Removes an event loop from the notifications.
    func unsubscribe(_ loop: any EventLoop)
}

/// The bytes of one event, or of the whole state.
package struct EventDelivery: Sendable {
    /// The number of the last event contained in the bytes.
    package let number: Int
    /// The bytes, shared by all subscribers.
    package let bytes: ByteBuffer
}
