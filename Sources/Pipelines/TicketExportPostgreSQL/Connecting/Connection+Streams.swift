#if PostgreSQL
    import CPostgreSQL
    import MemoryBudget
    import PipelineKit
    import TicketExport

    extension Connection {
        /// Runs a query and passes its rows to `body` one at a time, until `body` wants no more.
        ///
        /// An error may occur after any number of rows.
        /// - Throws: ``WorkerError`` with the server's message; errors of `body`.
        func forEachRow(
            of select: TicketSelect, body: (borrowing Rows) throws -> Bool
        ) throws {
            try send(.select(select))
            guard PQsetSingleRowMode(handle) == 1 else {
                throw failure(.io, words: words)
            }
            // The last result has no rows; it reports whether the query succeeded.
            while let result = PQgetResult(handle) {
                guard try body(try check(result)) else { return }
            }
        }

        /// Runs a COPY to standard output and passes its rows to `body`, until `body` wants no
        /// more.
        ///
        /// A row includes its line end, is in COPY's text format, and may be modified by `body`.
        ///
        /// - Throws: ``WorkerError`` with the server's message; errors of `body`.
        func forEachCopiedRow(
            of sql: String, body: (UnsafeMutableRawBufferPointer) throws -> Bool
        ) throws {
            _ = try rows(of: .statement(sql))
            while let row = try nextCopiedRow() {
                defer { PQfreemem(row.baseAddress) }
                guard try body(UnsafeMutableRawBufferPointer(row)) else { return }
            }
            // The last result reports whether the COPY succeeded.
            _ = try check(PQgetResult(handle))
        }

        /// Returns the next row of a COPY, which the caller frees; `nil` at the end.
        private func nextCopiedRow() throws(WorkerError) -> UnsafeMutableBufferPointer<CChar>? {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle, &row, 0)
            if count > 0 { return UnsafeMutableBufferPointer(start: row, count: Int(count)) }
            guard count == Self.endOfCopy else { throw failure(.io, words: words) }
            return nil
        }

        private static let endOfCopy: Int32 = -1

        /// Digests the selected rows, for selections for which a manifest has no expectation.
        ///
        /// - Throws: ``WorkerError`` with the server's message.
        func digest(of selection: TicketSelection) throws -> RowDigest {
            var digest = RowDigest()
            let columnCount = selection.query.columns.count
            try forEachRow(of: selection.select(.whole)) { rows in
                for index in 0..<rows.count {
                    var row = RowHash()
                    for column in 0..<columnCount {
                        row.addField(rows.field(index, column: column))
                    }
                    digest.add(row)
                }
                return true
            }
            return digest
        }
    }
#endif
