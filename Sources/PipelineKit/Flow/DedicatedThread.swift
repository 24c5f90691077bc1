import Glibc

/// A thread of the system's own, for loops that block: on Swift's pool they would take the place of
/// everything else that wants to run.
public final class DedicatedThread: Sendable {
    private let handle: pthread_t

    /// Starts `body`; the stack has 512 KiB.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the system has no thread left.
    public init(_ body: @escaping @Sendable () -> Void) throws(WorkerError) {
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
            throw WorkerError(.io, "cannot start a thread", underlying: SystemError(status))
        }
        handle = thread
    }

    /// Waits for the end of the body; to be called once.
    public func join() {
        pthread_join(handle, nil)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
