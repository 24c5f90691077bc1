import GRDB
import PipelineKit

/// A strategy that streams the file and commits every row separately.
struct RowByRow: IngestStrategy {
    let name = "row-by-row"
    let about = "streams rows of strings, with one statement and one commit per row"
    let nominalUnitsPerSecond: Double? = 35_000

    func ingest(_ context: TrialContext, into store: RowStore) throws {
        context.progress.phase("ingest")
        try forEachRow(of: context, table: store.table) { row in
            try store.queue.writeWithoutTransaction { try store.table.insert(row, into: $0) }
            context.progress.advance()
        }
    }
}

/// Passes each good row to `body` as an array of strings, and rejects malformed rows.
///
/// Only one chunk of text is in memory.
func forEachRow(
    of context: TrialContext, table: TableSchema, body: ([String]) throws -> Void
) throws {
    let reader = try ChunkedFileReader(path: context.input)
    var splitter = RecordSplitter()
    var isHeader = true
    while try splitter.fill({ memory throws(WorkerError) in try reader.read(into: memory) }) {
        while let record = splitter.next() {
            if isHeader {
                isHeader = false
                continue
            }
            let row = record.rejection == nil ? record.strings : []
            if let rejection = table.rejection(of: record) ?? table.rejection(of: row) {
                try context.reject(record.extent, as: rejection)
            } else {
                try context.remark(on: record.extent)
                try body(row)
            }
        }
    }
}
