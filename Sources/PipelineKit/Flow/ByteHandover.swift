/// From one task to one thread, with a bound on the **bytes** in between: the task is suspended while
/// the thread is behind, and the thread is blocked while there is nothing.
///
/// As in ``ByteBoundedChannel``, an element of more than the bound passes alone, what was received
/// counts until the thread asks for more, and used-up elements can go back for their memory.
package final class ByteHandover<Element: Sendable>: @unchecked Sendable {  // See its lock.
    /// All of the state below is touched under it alone.
    private let lock = ThreadLock()
    private let byteCountMax: Int
    private var waiting: [(element: Element, byteCount: Int)] = []
    /// The next ones, the first of them last.
    private var nextOnes: [(element: Element, byteCount: Int)] = []
    private var spares: [Element] = []
    private var byteCount = 0
    private var byteCountHigh = 0
    private var receivedByteCount = 0
    private var end: Result<Void, any Error>?
    private var isReceiverGone = false
    private var sender: CheckedContinuation<Void, Never>?

    /// Creates an empty handover.
    ///
    /// - Parameter byteCountMax: The most bytes that may be sent and not yet be done with.
    package init(byteCountMax: Int) {
        precondition(byteCountMax > 0, "a handover has room")
        self.byteCountMax = byteCountMax
    }

    /// The bytes in between, and the most there ever were.
    package var heldByteCounts: (now: Int, high: Int) {
        lock.withLock { (byteCount, byteCountHigh) }
    }

    /// Hands an element over, once there is room for it; at once if it is alone. One call at a time.
    ///
    /// - Returns: False if the thread receives no more: then there is nothing left to do.
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

    /// Says that no more comes: because that was all, or because of an error that ``receive()`` throws.
    package func finish(throwing error: (any Error)? = nil) {
        lock.withLock {
            guard end == nil else { return }
            end = error.map { .failure($0) } ?? .success(())
            lock.signalAll()
        }
    }

    /// The next element, once there is one; nil at the end. Blocks the thread.
    ///
    /// - Throws: The error that the other side finished with; `CancellationError` after ``cancel()``.
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

    /// Checks that the other side hasn't failed, for a thread that works long on what it received.
    ///
    /// - Throws: The error that the other side finished with.
    package func check() throws {
        if case .failure(let error) = lock.withLock({ end }) { throw error }
    }

    /// Says that nothing is received any more; may be called by any thread.
    package func cancel() {
        let waker = lock.withLock {
            isReceiverGone = true
            (waiting, nextOnes) = ([], [])
            lock.signalAll()
            return takeSender()
        }
        waker?.resume()
    }

    /// Gives an element back that the task may fill again.
    package func recycle(_ element: Element) {
        lock.withLock { spares.append(element) }
    }

    /// An element that was given back; nil if a new one must be made.
    package func spare() -> Element? {
        lock.withLock { spares.popLast() }
    }

    // Under the lock.

    private func fits(_ added: Int) -> Bool {
        byteCount == 0 || byteCount <= byteCountMax - added
    }

    /// nil if there is no room yet.
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
