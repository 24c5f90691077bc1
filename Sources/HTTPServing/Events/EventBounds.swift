/// The bounds of an event stream.
package struct EventBounds: Hashable, Sendable {
    /// The most events that are kept for whoever reconnects; default 1,024.
    package var backlogCountMax = 1024
    /// The most bytes of them; default 256 KiB.
    package var backlogByteCountMax = 256 << 10
    /// The bytes that may wait for one subscriber before no more are given to its connection; default
    /// 2 KiB. One event more than that may wait, whose bytes all subscribers share.
    package var pendingByteCountMax = 2 << 10
    /// The size of the kernel's buffer for one connection, in bytes; default 16 KiB, so that a slow
    /// reader isn't shown what happened minutes ago.
    package var socketByteCountMax = 16 << 10
    /// The time without events after which a comment is sent, in milliseconds; default 15 s.
    package var keepAliveMilliseconds = 15_000
    /// The time after which a subscriber that takes nothing is cut off, in milliseconds; default 60 s.
    package var stuckMillisecondsMax = 60_000
    /// The time that the end of the stream waits for subscribers to read it, in milliseconds; default
    /// 500 ms.
    package var endMillisecondsMax = 500
    /// The time that a page waits before it reconnects, in milliseconds; default 500 ms.
    package var retryMilliseconds = 500

    /// The defaults.
    package init() {}

    /// The time between two looks at who is silent or stuck, in milliseconds.
    var sweepMilliseconds: Int { max(1, min(keepAliveMilliseconds, stuckMillisecondsMax) / 3) }
}
