package import Threads

extension DedicatedThread {
    /// Starts `body` on a new thread.
    ///
    /// - Throws: ``MachineError`` if the system can't create another thread.
    package convenience init(_ body: @escaping @Sendable () -> Void) throws {
        try self.init(orThrow: Self.failure, body: body)
    }

    /// Runs `work` on a new thread and suspends until it is done.
    ///
    /// - Throws: ``MachineError`` if the system can't create another thread; errors of `work`.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await run(orThrow: failure, work: work)
    }

    private static func failure(_ number: Int32) -> MachineError {
        MachineError("can't start a thread", errno: number)
    }
}
