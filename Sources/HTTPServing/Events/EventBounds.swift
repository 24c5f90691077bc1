/// The limits of an event stream.
package struct EventBounds: Hashable, Sendable {
    /// The maximum number of events kept for clients that reconnect; 1,024 by default.
    package var backlogCountMax = 1024
    /// The maximum size of these events, in bytes; 256 KiB by default.
    package var backlogByteCountMax = 256 << 10
    /// The number of waiting bytes up to which a subscriber is sent more events; 2 KiB by default.
    /// The last event may exceed it, because its bytes are shared by all subscribers.
    package var pendingByteCountMax = 2 << 10
    /// The size of the kernel's buffer for a connection, in bytes; 16 KiB by default, so that a
    /// slow reader isn't shown events that are minutes old.
    package var socketByteCountMax = 16 << 10
    /// The time without events after which a comment is sent, in milliseconds; 15 s by default.
    package var keepAliveMilliseconds = 15_000
    /// The time after which a subscriber that reads nothing is cut off, in milliseconds; 60 s by
    /// default.
    package var stuckMillisecondsMax = 60_000
    /// The time that the end of the stream waits for subscribers to read it, in milliseconds; 500
    /// ms by default.
    package var endMillisecondsMax = 500
    /// The time that a page waits before it reconnects, in milliseconds; 500 ms by default.
    package var retryMilliseconds = 500

    /// Creates the default limits.
    package init() {}

    /// The interval of checks for silent or stuck subscribers, in milliseconds.
    var sweepMilliseconds: Int { max(1, min(keepAliveMilliseconds, stuckMillisecondsMax) / 3) }
}
