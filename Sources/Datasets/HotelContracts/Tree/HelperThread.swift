import Glibc

/// A thread of the system's own, for work that blocks: Swift's pool has no more threads than cores.
final class HelperThread: Sendable {
    private let handle: pthread_t

    /// Starts `body`.
    init(_ body: @escaping @Sendable () -> Void) throws {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Body(run: body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            throw DatasetError.system("start a thread for", "generating", number: status)
        }
        handle = thread
    }

    /// Waits for the end of `body`; call once.
    func join() {
        _ = pthread_join(handle, nil)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
