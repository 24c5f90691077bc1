import Glibc

extension TrialContext {
    /// Has a measured server's client do its work, now that the server listens: the harness's, where it
    /// waits for an order, or else that of whoever reads standard error.
    ///
    /// - Parameter work: The work in words, such as `one upload to http://127.0.0.1:9200/uploads`.
    /// - Throws: ``WorkerError`` with code `io`.
    package func callClient(for order: ClientOrder, work: String) throws(WorkerError) {
        if let clientOrder { return try order.place(at: clientOrder) }
        try writeAll(
            "membudget-worker: waiting for \(work)\n", to: STDERR_FILENO, path: "standard error")
    }
}
