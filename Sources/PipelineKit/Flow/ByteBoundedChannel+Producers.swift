import Synchronization
import Threads

extension ByteBoundedChannel {
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
                threads.append(try thread(for: producer, failure))
            }
            while let element = receive() { try consume(element) }
        } catch {
            cancel()
            throw error
        }
        if let error = failure.error { throw error }
    }

    private func thread(
        for producer: @escaping @Sendable () throws -> Void, _ failure: FirstFailure
    ) throws(WorkerError) -> DedicatedThread {
        try DedicatedThread {
            do {
                try producer()
            } catch {
                failure.keep(error)
                self.cancel()
            }
            self.finish()
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
