package import Threads

extension DedicatedThread {
    /// Starts `body`.
    ///
    /// - Throws: ``MachineError`` if the system has no thread left.
    package convenience init(_ body: @escaping @Sendable () -> Void) throws {
        try self.init(orThrow: { MachineError("can't start a thread", errno: $0) }, body: body)
    }

    /// Runs `work` on a new thread and suspends until it is done.
    package static func run<Value: Sendable>(
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
}
