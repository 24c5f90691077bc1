/// From several tasks to one, with a bound on the **bytes** in between: who sends is suspended while
/// the receiver is behind, and no thread is blocked.
///
/// Bytes, not elements, because one huge element defeats a bound on their number. An element of more
/// than the bound passes alone. What was received counts until the receiver asks for more.
package actor AsyncByteChannel<Element: Sendable> {
    private let byteCountMax: Int
    private var waiting: [Element] = []
    private var waitingByteCount = 0
    private var receivedByteCount = 0
    private var senderCount: Int
    private var isCancelled = false
    private var receiver: CheckedContinuation<Void, Never>?
    private var senders: [CheckedContinuation<Void, Never>] = []

    /// Creates an empty channel.
    ///
    /// - Parameters:
    ///   - byteCountMax: The most bytes that may be sent and not yet be done with.
    ///   - senderCount: The number of senders, each of which calls ``finish()`` once.
    package init(byteCountMax: Int, senderCount: Int) {
        precondition(byteCountMax > 0 && senderCount > 0, "a channel has room and senders")
        self.byteCountMax = byteCountMax
        self.senderCount = senderCount
    }

    /// Hands an element over, once there is room for it; at once if it is alone.
    ///
    /// - Returns: False if nobody receives any more: then there is nothing left to do.
    package func send(_ element: Element, byteCount: Int) async -> Bool {
        while !isCancelled, heldByteCount > 0, heldByteCount + byteCount > byteCountMax {
            await withCheckedContinuation { senders.append($0) }
        }
        guard !isCancelled else { return false }
        waiting.append(element)
        waitingByteCount += byteCount
        wakeReceiver()
        return true
    }

    /// Says that one of the senders sends no more.
    package func finish() {
        precondition(senderCount > 0, "every sender finishes once")
        senderCount -= 1
        wakeReceiver()
    }

    /// Everything that was sent meanwhile, at least one element, for the one receiver; nothing at the
    /// end.
    package func receiveAll() async -> [Element] {
        receivedByteCount = 0
        wakeSenders()
        while !isCancelled, waiting.isEmpty, senderCount > 0 {
            await withCheckedContinuation { receiver = $0 }
        }
        guard !isCancelled else { return [] }
        defer { waiting = [] }
        receivedByteCount = waitingByteCount
        waitingByteCount = 0
        return waiting
    }

    /// Ends everything early: no element comes or goes any more, and nobody waits.
    package func cancel() {
        isCancelled = true
        waiting = []
        wakeReceiver()
        wakeSenders()
    }

    private var heldByteCount: Int { waitingByteCount + receivedByteCount }

    private func wakeReceiver() {
        receiver?.resume()
        receiver = nil
    }

    private func wakeSenders() {
        for sender in senders { sender.resume() }
        senders = []
    }
}
