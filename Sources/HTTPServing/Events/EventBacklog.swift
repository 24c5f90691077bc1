import NIOCore

/// The latest events of a stream, each as the bytes sent to every subscriber.
struct EventBacklog {
    /// The number of the newest event; 0 before the first.
    private(set) var newest = 0

    private var events: CircularBuffer<ByteBuffer> = []
    private var byteCount = 0
    private let countMax: Int
    private let byteCountMax: Int

    init(_ bounds: EventBounds) {
        countMax = bounds.backlogCountMax
        byteCountMax = bounds.backlogByteCountMax
    }

    /// The number of the next event.
    var next: Int { newest + 1 }

    /// Appends an event, and removes the oldest ones if there are too many events or bytes.
    mutating func append(_ bytes: ByteBuffer) {
        newest += 1
        byteCount += bytes.readableBytes
        events.append(bytes)
        while events.count > countMax || byteCount > byteCountMax, let first = events.popFirst() {
            byteCount -= first.readableBytes
        }
    }

    /// Returns the event of a number; `nil` if it was removed or hasn't happened.
    subscript(number: Int) -> ByteBuffer? {
        let index = number - (newest - events.count + 1)
        guard index >= 0, index < events.count else { return nil }
        return events[offset: index]
    }
}
