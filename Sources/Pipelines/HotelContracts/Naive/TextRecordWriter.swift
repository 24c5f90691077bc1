import GRDB
import PipelineKit
import SQLiteStore

/// A writer of records of strings.
struct TextRecordWriter: ~Copyable {
    private let writer: BatchWriter
    private var sink: RowSink

    /// Begins a transaction that ``commit(fileCount:)`` ends.
    init(_ database: Database, progress: TrialProgress) {
        let writer = BatchWriter(
            database, tables: StoredTable.all, progress: progress, commitByteCount: .max)
        self.writer = writer
        sink = RowSink { batch in
            try writer.write(batch)
            return batch
        }
    }

    /// Inserts the records of every table.
    mutating func insert(_ records: TextRecords) throws {
        for (number, table) in StoredTable.all.enumerated() {
            for record in records[table.name] ?? [] {
                try insert(record, number: number, into: table)
            }
        }
    }

    /// Adds a summary to the rows of its table.
    mutating func insert(_ summary: MonthlySummary) throws {
        try summary.forEach { try sink.put($0) }
    }

    /// Ends the transaction, and counts the files that it completes.
    mutating func commit(fileCount: Int) throws {
        for _ in 0..<fileCount { sink.endFile() }
        try sink.flush()
        try writer.finish()
    }

    private mutating func insert(
        _ record: TextRecord, number: Int, into table: StoredTable
    ) throws {
        var row = try sink.begin(
            table: number, columnCount: table.columns.count,
            textByteCount: record.fields.values.reduce(0) { $0 + $1.utf8.count })
        for column in table.columns {
            if let text = record.fields[column.name] {
                column.type.pack(text, into: &row)
            } else {
                row.null()
            }
        }
        sink.end(row)
    }
}

extension FieldType {
    fileprivate func pack(_ text: String, into row: inout RowPacker) {
        switch self {
        case .text:
            var text = text
            text.withUTF8 { row.text(UnsafeRawBufferPointer($0)) }
        case .integer, .date: row.integer(Int64(text) ?? 0)
        case .flag: row.integer(text == "Y" ? 1 : 0)
        case .decimal: row.decimal(thousandths(of: text))
        }
    }
}
