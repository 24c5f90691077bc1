import GRDB
import PipelineKit
import SQLiteStore

/// Checks records, gathers the good ones' values and commits them in batches.
struct RowBatchWriter: ~Copyable {
    private let database: Database
    private let context: TrialContext
    private let table: TableSchema
    private let types: [ColumnType]
    private let batchRowCount: Int
    private let onCommit: () throws -> Void
    private var inserter: BulkInserter
    private var openRowCount = 0

    init(
        _ database: Database, table: TableSchema, batchRowCount: Int,
        context: TrialContext, onCommit: @escaping () throws -> Void = {}
    ) throws {
        self.database = database
        self.context = context
        self.table = table
        self.batchRowCount = batchRowCount
        self.onCommit = onCommit
        types = table.columns.map(\.type)
        inserter = try BulkInserter(
            database, table: table.name, columnCount: table.columns.count)
    }

    /// Stores or rejects a record; its bytes are in use until ``flush()``.
    mutating func add(_ record: CSVRecord) throws {
        if let rejection = table.rejection(of: record) {
            return try context.reject(record.extent, as: rejection)
        }
        let row = inserter.nextRow
        for index in 0..<types.count {
            guard let value = types[index].value(record[index]) else {
                return try context.reject(
                    record.extent, as: .value(column: table.columns[index].name))
            }
            (row + index).initialize(to: value)
        }
        try context.remark(on: record.extent)
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
        try onCommit()
    }
}
