import Synchronization
import Threads

/// From one thread or several to one, with a bound on the **bytes** in between: who sends waits while the
/// receiver is behind.
///
/// Bytes, not elements, because one huge element defeats a bound on their number. An element of more
/// than the bound passes alone. What was received counts until the receiver asks for more, so that
/// bytes under way and bytes being worked on are bounded together. Used-up elements can go back to
/// the senders, for their memory.
package final class ByteBoundedChannel<Element: Sendable>: @unchecked Sendable {  // See its lock.
    /// All of the state below is touched under it alone.
    private let lock = ThreadLock()
    private let byteCountMax: Int
    private var waiting: [(element: Element, byteCount: Int)] = []
    private var spares: [Element] = []
    private var byteCount = 0
    private var receivedByteCount = 0
    private var senderCount: Int
    private var isCancelled = false

    /// Makes an empty channel.
    ///
    /// - Parameters:
    ///   - byteCountMax: How many bytes may be sent and not yet be done with.
    ///   - senderCount: How many senders there are, each of which calls ``finish()`` once.
    package init(byteCountMax: Int, senderCount: Int = 1) {
        precondition(byteCountMax > 0 && senderCount > 0, "a channel has room and senders")
        self.byteCountMax = byteCountMax
        self.senderCount = senderCount
    }

    /// Hands an element over, once there is room for it; at once if it is alone.
    ///
    /// - Returns: False if nobody receives any more: then there is nothing left to do.
    package func send(_ element: Element, byteCount added: Int) -> Bool {
        lock.withLock {
            while !isCancelled, byteCount > 0, byteCount + added > byteCountMax { lock.wait() }
            guard !isCancelled else { return false }
            byteCount += added
            waiting.append((element, added))
            lock.signalAll()
            return true
        }
    }

    /// Says that one of the senders sends no more.
    package func finish() {
        lock.withLock {
            precondition(senderCount > 0, "every sender finishes once")
            senderCount -= 1
            lock.signalAll()
        }
    }

    /// The next element, once there is one, for the one receiver; nil at the end.
    package func receive() -> Element? {
        lock.withLock {
            byteCount -= receivedByteCount
            receivedByteCount = 0
            lock.signalAll()
            while !isCancelled, waiting.isEmpty, senderCount > 0 { lock.wait() }
            guard !isCancelled, !waiting.isEmpty else { return nil }
            let next = waiting.removeFirst()
            receivedByteCount = next.byteCount
            return next.element
        }
    }

    /// Ends everything early: no element comes or goes any more, and nobody waits.
    package func cancel() {
        lock.withLock {
            isCancelled = true
            waiting = []
            lock.signalAll()
        }
    }

    /// Gives an element back that a sender may fill again.
    package func recycle(_ element: Element) {
        lock.withLock { spares.append(element) }
    }

    /// An element that was given back; nil if a new one must be made.
    package func spare() -> Element? {
        lock.withLock { spares.popLast() }
    }

    /// Runs each producer on a thread of its own and hands what they send to `consume`, here.
    ///
    /// The channel must be made for as many senders, which need not call ``finish()``. Returns when all
    /// have ended; the first error of any ends the others.
    /// - Throws: That error, or ``WorkerError`` with code `io` if the system has no thread left.
    package func run(
        producers: [@Sendable () throws -> Void], consume: (Element) throws -> Void
    ) throws {
        let failure = FirstFailure()
        var threads: [DedicatedThread] = []
        defer { for thread in threads { thread.join() } }
        do {
            for producer in producers {
                threads.append(try thread(for: producer, failure: failure) { self.finish() })
            }
            while let element = receive() { try consume(element) }
        } catch {
            cancel()
            throw error
        }
        if let error = failure.error { throw error }
    }

    /// Runs `produce` here, and on a thread of its own `consume`, which receives what is sent.
    ///
    /// The channel must be made for one sender, which need not call ``finish()``. Returns when both have
    /// ended. If `produce` fails, `consume` still receives what was sent before; if `consume` fails,
    /// nothing can be sent any more.
    /// - Throws: The error of `consume`, which is of an earlier element, or else that of `produce`;
    ///   ``WorkerError`` with code `io` if the system has no thread left.
    package func run(
        consumer consume: @escaping @Sendable () throws -> Void, produce: () throws -> Void
    ) throws {
        let failure = FirstFailure()
        let thread = try thread(for: consume, failure: failure) { self.cancel() }
        let production = Result { try produce() }
        finish()
        thread.join()
        if let error = failure.error { throw error }
        try production.get()
    }

    /// A thread for one side, whose error ends the channel; `leave` is called at its end.
    private func thread(
        for side: @escaping @Sendable () throws -> Void, failure: FirstFailure,
        leave: @escaping @Sendable () -> Void
    ) throws(WorkerError) -> DedicatedThread {
        try DedicatedThread {
            do {
                try side()
            } catch {
                failure.keep(error)
                self.cancel()
            }
            leave()
        }
    }
}

private final class FirstFailure: Sendable {
    private let state = Mutex<(any Error)?>(nil)

    var error: (any Error)? { state.withLock { $0 } }

    func keep(_ error: any Error) {
        state.withLock { if $0 == nil { $0 = error } }
    }
}
