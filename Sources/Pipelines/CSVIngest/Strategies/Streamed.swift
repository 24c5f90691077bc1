import GRDB
import PipelineKit
import SQLiteStore

/// One chunk of text, one statement of pointers into it, one commit a batch: constant memory.
struct Streamed: IngestStrategy {
    let name = "streamed"
    let about = "splits chunk by chunk and binds the bytes in place, a commit every batch"
    let nominalUnitsPerSecond: Double? = 800_000

    /// A table that only grows at its end needs its right edge in the cache, and little else.
    let cacheByteCount: Int? = 256 << 10

    func ingest(_ context: TrialContext, into store: RowStore) throws {
        context.progress.phase("ingest")
        try store.queue.writeWithoutTransaction { database in
            try database.rollingBackOnError {
                try copyRows(of: context, into: store.table, of: database)
            }
        }
    }

    private func copyRows(
        of context: TrialContext, into table: TableSchema, of database: Database
    ) throws {
        let reader = try ChunkedFileReader(path: context.input)
        var writer = try RowBatchWriter(
            database, table: table, batchRowCount: context.settings.integer("batch"),
            context: context)
        var splitter = RecordSplitter()
        var isHeader = true
        while try splitter.fill({ memory throws(WorkerError) in try reader.read(into: memory) }) {
            while let record = splitter.next() {
                if isHeader { isHeader = false } else { try writer.add(record) }
            }
            // The next chunk takes the place of this one, which the open statement points into.
            try writer.flush()
        }
        try writer.finish()
    }
}

/// Checks records, gathers the good ones' values and commits them in batches.
struct RowBatchWriter: ~Copyable {
    private let database: Database
    private let context: TrialContext
    private let table: TableSchema
    private let types: [ColumnType]
    private let batchRowCount: Int
    private var inserter: BulkInserter
    private var openRowCount = 0

    init(
        _ database: Database, table: TableSchema, batchRowCount: Int, context: TrialContext
    ) throws {
        self.database = database
        self.context = context
        self.table = table
        self.batchRowCount = batchRowCount
        types = table.columns.map(\.type)
        inserter = try BulkInserter(
            database, table: table.name, columnCount: table.columns.count)
    }

    /// Stores or rejects a record; its bytes are in use until ``flush()``.
    mutating func add(_ record: CSVRecord) throws {
        if let rejection = table.rejection(of: record) {
            return try context.rejected.add(line: record.line, reason: rejection.description)
        }
        let row = inserter.nextRow
        for index in 0..<types.count {
            guard let value = types[index].value(record[index]) else {
                let rejection = RowRejection.value(column: table.columns[index].name)
                return try context.rejected.add(line: record.line, reason: rejection.description)
            }
            (row + index).initialize(to: value)
        }
        if openRowCount == 0 { try database.beginTransaction(.immediate) }
        try inserter.appendRow()
        openRowCount += 1
        if openRowCount == batchRowCount { try commit() }
    }

    /// Lets go of every record's bytes.
    mutating func flush() throws {
        try inserter.flush()
    }

    /// Commits what is left.
    mutating func finish() throws {
        if openRowCount > 0 { try commit() }
    }

    private mutating func commit() throws {
        try inserter.flush()
        try database.commit()
        context.progress.advance(openRowCount)
        openRowCount = 0
    }
}
