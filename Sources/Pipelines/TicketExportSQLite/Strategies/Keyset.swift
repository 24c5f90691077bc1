import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A query a batch, each from where the last one ended: constant memory, and a place to stop after
/// every batch.
struct Keyset: SQLiteExportStrategy {
    let name = "keyset"
    let about = "a query a batch, each for the ids behind the last one's"
    let nominalUnitsPerSecond: Double? = 1_400_000
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("export")
        let columns = ColumnKinds(selection.query)
        let batchRowCount = context.settings.integer("batch")
        var ids = RisingIDs(of: context.input)
        func select(_ count: Int) -> TicketSelect {
            selection.select(.batch(afterID: ids.last, count: count))
        }
        let cursor = try TicketCursor(database, select: select(batchRowCount))
        while case let wanted = selection.rowCount(of: batchRowCount, after: writer.rowCount),
            wanted > 0
        {
            try cursor.restart(select(wanted))
            let start = writer.rowCount
            while try cursor.step() {
                try ids.take(Int(cursor.integer(columns.count)))
                guard try writer.addRow(cursor, columns: columns) else { return }
            }
            guard writer.rowCount - start == wanted else { return }
        }
    }
}
