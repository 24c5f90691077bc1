/// A channel from one task to one thread, with a limit on the **bytes** in transit. The task is
/// suspended while the thread is behind; the thread is blocked while there are no elements.
///
/// As in ``ByteBoundedChannel``, an element larger than the limit passes alone, received elements
/// count until the thread asks for more, and used elements can be returned to reuse their memory.
package final class ByteHandover<Element: Sendable>: @unchecked Sendable {  // See its lock.
    /// Guards all state below.
    private let lock = ThreadLock()
    private let byteCountMax: Int
    private var waiting: [(element: Element, byteCount: Int)] = []
    /// The elements to receive next, in reverse order.
    private var nextOnes: [(element: Element, byteCount: Int)] = []
    private var spares: [Element] = []
    private var byteCount = 0
    private var byteCountHigh = 0
    private var receivedByteCount = 0
    private var end: Result<Void, any Error>?
    private var isReceiverGone = false
    private var sender: CheckedContinuation<Void, Never>?

    /// Creates an empty channel.
    ///
    /// - Parameter byteCountMax: The maximum number of bytes sent and not yet processed.
    package init(byteCountMax: Int) {
        precondition(byteCountMax > 0, "a handover has room")
        self.byteCountMax = byteCountMax
    }

    /// The bytes in transit now, and their maximum so far.
    package var heldByteCounts: (now: Int, high: Int) {
        lock.withLock { (byteCount, byteCountHigh) }
    }

    /// Sends an element once there is room for it; at once if it is the only one. One call at a
    /// time.
    ///
    /// - Returns: False if the thread receives no more, so that the task can stop.
    package func send(_ element: Element, byteCount added: Int) async -> Bool {
        while true {
            if let isTaken = lock.withLock({ offer(element, byteCount: added) }) { return isTaken }
            await withCheckedContinuation { continuation in
                let hasRoom = lock.withLock {
                    let hasRoom = isReceiverGone || fits(added)
                    if !hasRoom { sender = continuation }
                    return hasRoom
                }
                if hasRoom { continuation.resume() }
            }
        }
    }

    /// Ends the channel: all elements were sent, or an error occurred that ``receive()`` throws.
    package func finish(throwing error: (any Error)? = nil) {
        lock.withLock {
            guard end == nil else { return }
            end = error.map { .failure($0) } ?? .success(())
            lock.signalAll()
        }
    }

    /// Returns the next element; `nil` at the end. Blocks the thread until there is one.
    ///
    /// - Throws: The error passed to ``finish(throwing:)``; `CancellationError` after ``cancel()``.
    package func receive() throws -> Element? {
        let waker = lock.withLock {
            byteCount -= receivedByteCount
            receivedByteCount = 0
            return takeSender()
        }
        waker?.resume()
        return try lock.withLock { () -> Result<Element?, any Error> in
            while nextOnes.isEmpty, waiting.isEmpty, end == nil, !isReceiverGone { lock.wait() }
            if case .failure(let error) = end { return .failure(error) }
            if isReceiverGone { return .failure(CancellationError()) }
            if nextOnes.isEmpty {
                nextOnes = waiting.reversed()
                waiting = []
            }
            guard let next = nextOnes.popLast() else { return .success(nil) }
            receivedByteCount = next.byteCount
            return .success(next.element)
        }.get()
    }

    /// Checks that the sender hasn't failed, for a thread that works long on what it received.
    ///
    /// - Throws: The error passed to ``finish(throwing:)``.
    package func check() throws {
        if case .failure(let error) = lock.withLock({ end }) { throw error }
    }

    /// Stops receiving; may be called from any thread.
    package func cancel() {
        let waker = lock.withLock {
            isReceiverGone = true
            (waiting, nextOnes) = ([], [])
            lock.signalAll()
            return takeSender()
        }
        waker?.resume()
    }

    /// Returns a used element, which the task may fill again.
    package func recycle(_ element: Element) {
        lock.withLock { spares.append(element) }
    }

    /// Returns an element from ``recycle(_:)``; `nil` if a new one must be created.
    package func spare() -> Element? {
        lock.withLock { spares.popLast() }
    }

    // The following functions are called while the lock is held.

    private func fits(_ added: Int) -> Bool {
        byteCount == 0 || byteCount <= byteCountMax - added
    }

    /// Queues an element; returns `nil` if there is no room yet, false if the receiver is gone.
    private func offer(_ element: Element, byteCount added: Int) -> Bool? {
        guard !isReceiverGone else { return false }
        guard fits(added) else { return nil }
        byteCount += added
        byteCountHigh = max(byteCountHigh, byteCount)
        waiting.append((element, added))
        lock.signalAll()
        return true
    }

    private func takeSender() -> CheckedContinuation<Void, Never>? {
        defer { sender = nil }
        return sender
    }
}
