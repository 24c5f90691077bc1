package import Threads

extension DedicatedThread {
    /// Starts `body`, for a worker.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the system has no thread left.
    package convenience init(_ body: @escaping @Sendable () -> Void) throws(WorkerError) {
        try self.init(orThrow: Self.failure, body: body)
    }

    /// Runs `work` on a new thread and suspends until it is done: what blocks has no place on the few
    /// threads that run tasks.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the system has no thread left; what `work` throws.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await run(orThrow: failure, work: work)
    }

    private static func failure(_ number: Int32) -> WorkerError {
        WorkerError(.io, "cannot start a thread", underlying: SystemError(number))
    }
}
