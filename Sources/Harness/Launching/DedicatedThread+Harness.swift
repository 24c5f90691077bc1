import Threads

extension DedicatedThread {
    /// Starts `body`.
    ///
    /// - Throws: ``HarnessError`` if the system has no thread left.
    convenience init(_ body: @escaping @Sendable () -> Void) throws {
        try self.init(orThrow: { HarnessError("can't start a thread", errno: $0) }, body)
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
}
