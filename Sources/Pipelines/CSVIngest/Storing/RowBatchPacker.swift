import PipelineKit
import SQLiteStore

/// A packer that checks records, and batches the values of good ones for the storing thread.
struct RowBatchPacker: ~Copyable {
    private let channel: RowChannel
    private let context: TrialContext
    private let table: TableSchema
    private let types: [ColumnType]
    private let commitRowCount: Int
    private var rows: RowBatch
    private var openRowCount = 0

    /// Creates a packer.
    ///
    /// - Parameter commitRowCount: The number of rows per commit. A batch ends with a commit if
    ///   possible, because the rest of a batch is inserted row by row.
    init(
        to channel: RowChannel, table: TableSchema, commitRowCount: Int, context: TrialContext
    ) {
        self.channel = channel
        self.context = context
        self.table = table
        self.commitRowCount = commitRowCount
        types = table.columns.map(\.type)
        rows = RowBatch()
    }

    /// Packs or rejects a record, whose bytes aren't needed afterwards.
    ///
    /// - Throws: ``WorkerError`` if a rejection can't be written; ``NotStored``.
    mutating func add(_ record: CSVRecord) throws {
        if let rejection = table.rejection(of: record) {
            return try context.reject(record.extent, as: rejection)
        }
        try makeRoom(for: record)
        var row = rows.begin()
        for index in 0..<types.count {
            guard let value = types[index].value(record[index]) else {
                return try context.reject(
                    record.extent, as: .value(column: table.columns[index].name))
            }
            row.value(value)
        }
        try context.remark(on: record.extent)
        rows.end(row)
        openRowCount += 1
        if openRowCount == commitRowCount { try endCommit() }
    }

    /// Sends the remaining rows, as the end of a complete input.
    ///
    /// - Throws: ``NotStored``.
    mutating func finish() throws(NotStored) {
        try send(isLast: true)
    }

    /// Sends the remaining rows of an input that ended with an error; full commits are still made.
    mutating func breakOff() {
        // If rows are no longer stored, the storing thread reports why.
        try? send()
    }

    private mutating func makeRoom(for record: CSVRecord) throws(NotStored) {
        let byteCount = RowBatch.byteCountMax(
            columnCount: types.count, textByteCount: record.byteCount)
        if rows.hasRoom(for: byteCount) { return }
        if rows.byteCount > 0 { try send() }
        if !rows.hasRoom(for: byteCount) { rows.clear(for: byteCount) }
    }

    private mutating func endCommit() throws(NotStored) {
        openRowCount = 0
        if rows.byteCount >= RowBatch.normalByteCount / 2 { try send() }
    }

    private mutating func send(isLast: Bool = false) throws(NotStored) {
        let delivery = RowDelivery(rows: rows, isLast: isLast)
        guard channel.send(delivery, byteCount: rows.byteCount) else { throw NotStored() }
        rows = channel.spare()?.rows ?? RowBatch()
        rows.clear()
    }

    /// An error for rows that are no longer stored, because the other thread failed; it reports
    /// why.
    struct NotStored: Error {}
}
