internal import Glibc

/// A thread of the system's own, for loops that block and for what must stay on one thread.
///
/// On Swift's pool, which has no more threads than cores, a loop that blocks takes the place of
/// everything else that wants to run; and a pool thread ends when it is idle, and with it every
/// process that it traces.
package final class DedicatedThread: Sendable {
    private let handle: pthread_t

    /// Starts `body`; the stack has 512 KiB.
    ///
    /// - Parameters:
    ///   - failure: Makes what is thrown of the system's error number.
    ///   - body: What the thread does.
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
    /// - Parameter failure: Makes what is thrown of the system's error number, where it has no thread left.
    /// - Throws: That, or what `work` throws.
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

    /// Waits for the end of the body; to be called once.
    package func join() {
        _ = pthread_join(handle, nil)
    }

    /// Lets the thread end by itself; nobody waits for it then.
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
