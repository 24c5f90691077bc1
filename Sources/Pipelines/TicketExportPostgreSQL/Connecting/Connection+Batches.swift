#if PostgreSQL
    import PipelineKit
    import TicketExport

    /// The requests for the batches of a selection, in order.
    protocol BatchRequests {
        /// Returns the request for the next `rowCount` rows; `nil` after the last possible row.
        func next(rowCount: Int) -> Request?

        /// Moves past a batch that had all the requested rows; the next batch starts after it.
        ///
        /// - Throws: ``WorkerError`` if no batch can start after it.
        mutating func advance(past batch: borrowing Rows) throws(WorkerError)
    }

    extension Connection {
        /// Passes a selection to `body` in batches, until `body` wants no more.
        ///
        /// The next batch is requested as soon as one has arrived, so the server works on it while
        /// `body` writes. No batch is requested after a short one, or beyond the limit.
        ///
        /// - Parameter batchRowCount: The number of rows in every batch but the last.
        /// - Throws: ``WorkerError`` with the server's message; errors of `body`.
        func forEachBatch(
            of selection: TicketSelection, rowCount batchRowCount: Int,
            requests: some BatchRequests,
            body: (borrowing Rows) throws -> Bool
        ) throws {
            var requests = requests
            var receivedCount = 0
            func sendNext() throws(WorkerError) -> Int? {
                let wantedCount = selection.rowCount(of: batchRowCount, after: receivedCount)
                guard wantedCount > 0, let request = requests.next(rowCount: wantedCount) else {
                    return nil
                }
                try send(request)
                return wantedCount
            }
            var requestedCount = try sendNext()
            while let wantedCount = requestedCount {
                let batch = try receiveRows()
                receivedCount += batch.count
                requestedCount = nil
                if batch.count == wantedCount {
                    try requests.advance(past: batch)
                    requestedCount = try sendNext()
                }
                guard try body(batch) else { return }
            }
        }
    }
#endif
