import GRDB
import PipelineKit
import SQLiteStore

/// Inserts packed rows into a table, and commits a number of them at a time.
struct RowBatchWriter: ~Copyable {
    private let database: Database
    private let progress: TrialProgress
    private let columnCount: Int
    private let commitRowCount: Int
    private let onCommit: () throws -> Void
    private var inserter: BulkInserter
    private var openRowCount = 0

    /// More rows per statement gain nothing, and each costs memory.
    private static let statementRowCountMax = 64

    init(
        _ database: Database, table: TableSchema, commitRowCount: Int, progress: TrialProgress,
        onCommit: @escaping () throws -> Void = {}
    ) throws {
        self.database = database
        self.progress = progress
        self.commitRowCount = commitRowCount
        self.onCommit = onCommit
        columnCount = table.columns.count
        // Statements that divide a commit leave few rows to be inserted one by one.
        let statementCount = (commitRowCount - 1) / Self.statementRowCountMax + 1
        inserter = try BulkInserter(
            database, table: table.name, columnCount: columnCount,
            rowsPerStatement: commitRowCount / statementCount)
    }

    /// Stores everything that comes through a channel, and commits what is left once all has come.
    ///
    /// - Throws: ``Incomplete`` if the channel ends early, `DatabaseError`, and what `onCommit` throws.
    mutating func storeAll(from channel: RowChannel) throws {
        while let delivery = channel.receive() {
            try store(delivery.rows)
            if delivery.isLast { return try finish() }
            channel.recycle(delivery)
        }
        throw Incomplete()
    }

    /// Inserts a batch's rows, which are done with when this returns.
    mutating func store(_ batch: RowBatch) throws {
        var rows = batch.rows
        while !rows.isAtEnd {
            if openRowCount == 0 { try database.beginTransaction(.immediate) }
            let row = inserter.nextRow
            for index in 0..<columnCount { (row + index).initialize(to: rows.value()) }
            try inserter.appendRow()
            openRowCount += 1
            if openRowCount == commitRowCount { try commit() }
        }
        try inserter.flush()
    }

    /// Commits what is left.
    mutating func finish() throws {
        if openRowCount > 0 { try commit() }
    }

    private mutating func commit() throws {
        try inserter.flush()
        try database.commit()
        progress.advance(openRowCount)
        openRowCount = 0
        try onCommit()
    }

    /// The rows ended before the last one: the other thread has failed, and says why.
    struct Incomplete: Error {}
}
