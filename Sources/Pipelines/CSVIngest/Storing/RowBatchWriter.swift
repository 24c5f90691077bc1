import GRDB
import PipelineKit
import SQLiteStore

/// A writer that inserts packed rows into a table and commits them in batches.
struct RowBatchWriter: ~Copyable {
    private let database: Database
    private let progress: TrialProgress
    private let columnCount: Int
    private let commitRowCount: Int
    private let onCommit: () throws -> Void
    private var inserter: BulkInserter
    private var openRowCount = 0

    /// The maximum rows per statement: more gain nothing, and each costs memory.
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
        // Statements that divide a commit evenly leave few rows to insert one by one.
        let statementCount = (commitRowCount - 1) / Self.statementRowCountMax + 1
        inserter = try BulkInserter(
            database, table: table.name, columnCount: columnCount,
            rowsPerStatement: commitRowCount / statementCount)
    }

    /// Stores all batches of a channel, and commits the rest after the last one.
    ///
    /// - Throws: ``Incomplete`` if the channel ends early; `DatabaseError`; errors of `onCommit`.
    mutating func storeAll(from channel: RowChannel) throws {
        while let delivery = channel.receive() {
            try store(delivery.rows)
            if delivery.isLast { return try finish() }
            channel.recycle(delivery)
        }
        throw Incomplete()
    }

    /// Inserts a batch's rows, which aren't needed afterwards.
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

    /// Commits the remaining rows.
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

    /// An error for rows that ended early, because the other thread failed; it reports why.
    struct Incomplete: Error {}
}
