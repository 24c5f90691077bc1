#if PostgreSQL
    import PipelineKit
    import TicketExport

    /// Requests for the batches of a selection, one behind the other.
    protocol BatchRequests {
        /// The request for the next so many rows; nil if there can be none.
        func next(rowCount: Int) -> Request?

        /// Takes note of a batch of as many rows as were requested; the next one begins behind it.
        ///
        /// - Throws: ``WorkerError`` if no batch can begin behind it.
        mutating func advance(past batch: borrowing Rows) throws(WorkerError)
    }

    extension Connection {
        /// Hands over a selection in batches, until `body` wants no more.
        ///
        /// The next batch is requested as soon as one is here, so that the server works on it while
        /// `body` writes. No batch is requested behind a short one, or past the limit.
        ///
        /// - Parameter batchRowCount: The rows of every batch but the last.
        /// - Throws: ``WorkerError`` with the server's words, or what `body` throws.
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
