package import Threads

extension DedicatedThread {
    /// Starts `body`, for a worker.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the system has no thread left.
    package convenience init(_ body: @escaping @Sendable () -> Void) throws(WorkerError) {
        func failure(_ number: Int32) -> WorkerError {
            WorkerError(.io, "cannot start a thread", underlying: SystemError(number))
        }
        try self.init(orThrow: failure, body: body)
    }
}
