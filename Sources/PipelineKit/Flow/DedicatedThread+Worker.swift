package import Threads

extension DedicatedThread {
    /// Starts a thread that runs `body`, for a worker.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the thread can't be started.
    package convenience init(_ body: @escaping @Sendable () -> Void) throws(WorkerError) {
        try self.init(orThrow: Self.failure, body: body)
    }

    /// Runs `work` on a new thread and suspends until it is done, so that blocking work doesn't
    /// occupy the few threads that run tasks.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the thread can't be started; errors of `work`.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await run(orThrow: failure, work: work)
    }

    private static func failure(_ number: Int32) -> WorkerError {
        WorkerError(.io, "cannot start a thread", underlying: SystemError(number))
    }
}
