import Synchronization
import Threads

/// A channel from one or more threads to one, with a limit on the **bytes** in transit. Senders
/// wait while the receiver is behind.
///
/// ```swift
/// let channel = ByteBoundedChannel<[UInt8]>(byteCountMax: 1 << 20)
/// let chunk = [UInt8](repeating: 0, count: 4096)
/// try channel.run(producers: [{ _ = channel.send(chunk, byteCount: chunk.count) }]) { received in
///     print(received.count)
/// }
/// ```
///
/// The limit is on bytes, because one huge element would defeat a limit on the number of elements.
/// An element larger than the limit passes alone. Received elements count until the receiver asks
/// for more, so that the limit covers the elements in transit and the one being processed. Used
/// elements can be returned to the senders, to reuse their memory.
package final class ByteBoundedChannel<Element: Sendable>: @unchecked Sendable {  // See its lock.
    /// Guards all state below.
    private let lock = ThreadLock()
    private let byteCountMax: Int
    private var waiting: [(element: Element, byteCount: Int)] = []
    private var spares: [Element] = []
    private var byteCount = 0
    private var receivedByteCount = 0
    private var senderCount: Int
    private var isCancelled = false

    /// Creates an empty channel.
    ///
    /// - Parameters:
    ///   - byteCountMax: The maximum number of bytes sent and not yet processed.
    ///   - senderCount: The number of senders, each of which calls ``finish()`` once.
    package init(byteCountMax: Int, senderCount: Int = 1) {
        precondition(byteCountMax > 0 && senderCount > 0, "a channel has room and senders")
        self.byteCountMax = byteCountMax
        self.senderCount = senderCount
    }

    /// Sends an element once there is room for it; at once if it is the only one.
    ///
    /// - Returns: False if the receiver is gone, so that the sender can stop.
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

    /// Ends one of the senders.
    package func finish() {
        lock.withLock {
            precondition(senderCount > 0, "every sender finishes once")
            senderCount -= 1
            lock.signalAll()
        }
    }

    /// Returns the next element, waiting for one, to the only receiver; `nil` at the end.
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

    /// Closes the channel early: nothing is sent or received any more, and waiting threads resume.
    package func cancel() {
        lock.withLock {
            isCancelled = true
            waiting = []
            lock.signalAll()
        }
    }

    /// Returns a used element, which a sender may fill again.
    package func recycle(_ element: Element) {
        lock.withLock { spares.append(element) }
    }

    /// Returns an element from ``recycle(_:)``; `nil` if a new one must be created.
    package func spare() -> Element? {
        lock.withLock { spares.popLast() }
    }

    /// Runs each producer on a thread of its own and passes the elements to `consume` on this
    /// thread.
    ///
    /// The channel's number of senders must be that of the producers, which need not call
    /// ``finish()``. Returns when all have ended; the first error ends the others.
    /// - Throws: That error, or ``WorkerError`` with code `io` if a thread can't be started.
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

    /// Runs `produce` on this thread, and on a new one `consume`, which receives the elements.
    ///
    /// The channel must have one sender, which need not call ``finish()``. Returns when both have
    /// ended. If `produce` fails, `consume` still receives the elements sent before; if `consume`
    /// fails, nothing more can be sent.
    /// - Throws: The error of `consume`, which concerns an earlier element, or else that of
    ///   `produce`; ``WorkerError`` with code `io` if a thread can't be started.
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

    /// Starts a thread for one side, whose error closes the channel; `leave` is called at its end.
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
