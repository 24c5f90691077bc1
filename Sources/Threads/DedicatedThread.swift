internal import Glibc

/// A separate system thread, for loops that block and for work that must stay on one thread.
///
/// On Swift's pool, which has no more threads than cores, a blocking loop takes the place of other
/// work. An idle pool thread also ends, and with it every process that it traces.
///
/// ```swift
/// struct ThreadError: Error { var number: Int32 }
/// let sum = try await DedicatedThread.run(orThrow: ThreadError.init) { (1...1000).reduce(0, +) }
/// ```
package final class DedicatedThread: Sendable {
    private let handle: pthread_t

    /// Starts `body` on a new thread with a stack of 512 KiB.
    ///
    /// - Parameters:
    ///   - failure: Creates the error to throw from the system's error number.
    ///   - body: The work of the thread.
    package init<Failure: Error>(
        orThrow failure: (Int32) -> Failure, body: @escaping @Sendable () -> Void
    ) throws(Failure) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 512 << 10)
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Body(run: body))
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            throw failure(status)
        }
        handle = thread
    }

    /// Runs `work` on a new thread and suspends until it is done.
    ///
    /// - Parameter failure: Creates the error to throw from the system's error number, if the
    ///   system can't create another thread.
    /// - Throws: The error of `failure`, or that of `work`.
    package static func run<Value: Sendable>(
        orThrow failure: (Int32) -> any Error, work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try DedicatedThread(orThrow: failure) {
                    continuation.resume(with: Result { try work() })
                }.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Waits for the end of the body; must be called once.
    package func join() {
        _ = pthread_join(handle, nil)
    }

    /// Detaches the thread, which then ends without being waited for.
    package func detach() {
        _ = pthread_detach(handle)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
