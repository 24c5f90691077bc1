import NIOCore

/// The last events of a stream, each as the bytes that every subscriber gets.
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

    /// The number that the next event will have.
    var next: Int { newest + 1 }

    /// Adds an event; the oldest ones go where there are too many, or they are too long.
    mutating func append(_ bytes: ByteBuffer) {
        newest += 1
        byteCount += bytes.readableBytes
        events.append(bytes)
        while events.count > countMax || byteCount > byteCountMax, let first = events.popFirst() {
            byteCount -= first.readableBytes
        }
    }

    /// The event of a number; nil for one that is gone, or hasn't happened.
    subscript(number: Int) -> ByteBuffer? {
        let index = number - (newest - events.count + 1)
        guard index >= 0, index < events.count else { return nil }
        return events[offset: index]
    }
}
