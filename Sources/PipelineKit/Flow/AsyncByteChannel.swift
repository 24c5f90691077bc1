/// A channel from several tasks to one, with a limit on the **bytes** in transit. Senders are
/// suspended while the receiver is behind; no thread is blocked.
///
/// The limit is on bytes, because one huge element would defeat a limit on the number of elements.
/// An element larger than the limit passes alone. Received elements count until the receiver asks
/// for more.
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
    ///   - byteCountMax: The maximum number of bytes sent and not yet processed.
    ///   - senderCount: The number of senders, each of which calls ``finish()`` once.
    package init(byteCountMax: Int, senderCount: Int) {
        precondition(byteCountMax > 0 && senderCount > 0, "a channel has room and senders")
        self.byteCountMax = byteCountMax
        self.senderCount = senderCount
    }

    /// Sends an element once there is room for it; at once if it is the only one.
    ///
    /// - Returns: False if the receiver is gone, so that the sender can stop.
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

    /// Ends one of the senders.
    package func finish() {
        precondition(senderCount > 0, "every sender finishes once")
        senderCount -= 1
        wakeReceiver()
    }

    /// Returns all elements sent in the meantime, waiting for at least one, to the only receiver;
    /// an empty array at the end.
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

    /// Closes the channel early: nothing is sent or received any more, and waiting tasks resume.
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
