import PipelineKit
import TicketExport

/// A strategy with one query per batch, each starting after the last batch's ids: constant memory.
///
/// It could stop after every batch. The server works on the next batch while one is written.
struct Keyset: PostgreSQLExportStrategy {
    let name = "keyset"
    let about =
        "one query per batch, starting after the last batch's ids; it runs while that batch is"
        + " written"
    let nominalUnitsPerSecond: Double? = 650_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let columnCount = selection.query.columns.count
            let batchRowCount = context.settings.integer("batch")
            try connection.prepare(
                selection.select(.batch(fromID: .min, count: batchRowCount)))
            try connection.forEachBatch(
                of: selection, rowCount: batchRowCount,
                requests: KeysetBatches(selection, database: connection.name)
            ) { try writer.add($0, columnCount: columnCount) }
        }
    #endif
}

#if PostgreSQL
    /// The requests for batches by id, as values for a prepared query.
    struct KeysetBatches: BatchRequests {
        private let selection: TicketSelection
        private var ids: RisingIDs

        /// Starts at the lowest id.
        ///
        /// - Parameter database: The database's name, for messages.
        init(_ selection: TicketSelection, database: String) {
            self.selection = selection
            ids = RisingIDs(of: database)
        }

        func next(rowCount: Int) -> Request? {
            ids.next.map { id in
                .prepared(selection.select(.batch(fromID: id, count: rowCount)).values)
            }
        }

        mutating func advance(past batch: borrowing Rows) throws(WorkerError) {
            // The id is the last column, after the query's.
            let column = selection.query.columns.count
            try ids.take(batch.integer(batch.count - 1, column: column))
        }
    }
#endif
