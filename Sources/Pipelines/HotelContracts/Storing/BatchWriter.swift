import GRDB
import PipelineKit
import SQLiteStore

/// A writer of batches of rows into their tables, with transactions of limited size.
final class BatchWriter {
    private let commitByteCount: Int
    private let database: Database
    private let progress: TrialProgress
    private let tables: [StoredTable]
    private var inserters: [TableInserter?]
    private var openByteCount = 0
    private var openFileCount = 0

    /// Creates a writer of numbered tables.
    ///
    /// - Parameter commitByteCount: The approximate bytes of rows per commit, which limits the log;
    ///   the default is 2 MiB.
    init(
        _ database: Database, tables: [StoredTable], progress: TrialProgress,
        commitByteCount: Int = 2 << 20
    ) {
        self.commitByteCount = commitByteCount
        self.database = database
        self.progress = progress
        self.tables = tables
        inserters = Array(repeating: nil, count: tables.count)
    }

    /// Inserts a batch's rows, which aren't needed afterwards.
    func write(_ batch: RowBatch) throws {
        if !database.isInsideTransaction { try database.beginTransaction(.immediate) }
        var rows = batch.rows
        while let table = rows.nextTable() {
            try inserter(for: table).insert(&rows)
        }
        for inserter in inserters { try inserter?.flush() }
        openByteCount += batch.byteCount
        openFileCount += batch.unitCount
        if openByteCount >= commitByteCount { try commit() }
    }

    /// Commits the remaining rows.
    func finish() throws {
        if database.isInsideTransaction { try commit() }
    }

    private func commit() throws {
        try database.commit()
        progress.advance(openFileCount)
        openByteCount = 0
        openFileCount = 0
    }

    /// Returns a table's inserter, created with its first row, because statements cost memory.
    private func inserter(for table: Int) throws -> TableInserter {
        if let inserter = inserters[table] { return inserter }
        let inserter = try TableInserter(database, table: tables[table])
        inserters[table] = inserter
        return inserter
    }
}

/// An inserter of rows into one table; a class, because arrays can't hold noncopyable values.
private final class TableInserter {
    private let columnCount: Int
    private var inserter: BulkInserter

    init(_ database: Database, table: StoredTable) throws {
        columnCount = table.insertedColumns.count
        // More rows per statement gain little, and each costs memory in every table's statement.
        inserter = try BulkInserter(
            database, table: table.name, columnCount: columnCount, columns: table.insertedColumns,
            rowsPerStatement: 16, onConflict: table.onConflict)
    }

    func insert(_ rows: inout RowUnpacker) throws {
        let row = inserter.nextRow
        for index in 0..<columnCount { (row + index).initialize(to: rows.value()) }
        try inserter.appendRow()
    }

    func flush() throws {
        try inserter.flush()
    }
}
