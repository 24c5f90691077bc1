import Glibc

extension TrialContext {
    /// Requests the client of a server that now listens: places the order if the harness waits for
    /// one, otherwise asks the user on standard error.
    ///
    /// - Parameter work: The request in words, such as `one upload to
    ///   http://127.0.0.1:9200/uploads`.
    /// - Throws: ``WorkerError`` with code `io`.
    package func callClient(for order: ClientOrder, work: String) throws(WorkerError) {
        if let clientOrder { return try order.place(at: clientOrder) }
        try writeAll(
            "membudget-worker: waiting for \(work)\n", to: STDERR_FILENO, path: "standard error")
    }
}
