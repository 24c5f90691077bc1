import Glibc

/// A thread of the system's own, for what must stay on one: ptrace, and loops that block.
///
/// Swift's pool threads end when they are idle, and with them every process they trace.
final class DedicatedThread: Sendable {
    private let handle: pthread_t

    /// Starts `body`; the stack has 512 KiB.
    init(_ body: @escaping @Sendable () -> Void) throws {
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
            throw HarnessError("can't start a thread", errno: status)
        }
        handle = thread
    }

    /// Waits for the end of `body`; call once.
    func join() {
        _ = pthread_join(handle, nil)
    }

    /// Runs `work` on a new thread and suspends until it is done.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                let thread = try DedicatedThread {
                    continuation.resume(with: Result { try work() })
                }
                thread.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private func detach() {
        _ = pthread_detach(handle)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
