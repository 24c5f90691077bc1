import GRDB
import GRDBSQLite
import PipelineKit
import SQLiteStore

/// Streams everything, and keeps the tuples in a table of their own, which it reads as a whole to make
/// the summary: fine nearly to the end.
struct LateAggregate: ContractStrategy {
    let name = "late-aggregate"
    let about = "streams as 'streamed' does, then reads all tuples back at once for the summary"
    let nominalUnitsPerSecond: Double? = 1_000

    let cacheByteCount: Int? = 512 << 10

    func load(_ source: any ContractSource, context: TrialContext, into store: ContractStore) throws
    {
        try store.writing { database in
            try database.execute(sql: StoredTable.stays.creationSQL)
            try ContractFlow().copy(source, context: context, into: database) { DayStaging() }
            context.progress.phase("availability")
            let summary = try MonthlySummary(of: try StagedDays.all(in: database))
            var writer = TextRecordWriter(database, progress: context.progress)
            try writer.insert(summary)
            try writer.commit(fileCount: 0)
            try database.execute(sql: "DROP TABLE \(quoted(StoredTable.stays.name))")
        }
    }
}

/// Stores the days of records for later.
struct DayStaging: DayKeeper {
    mutating func keep(_ days: StayDays, into sink: inout RowSink) throws {
        let table = StoredTable.stays
        var row = try sink.begin(
            table: StoredTable.staysNumber, columnCount: table.insertedColumns.count,
            textByteCount: days.key.textByteCount + days.tuples.count)
        row.integer(Int64(days.section))
        row.integer(days.key.hotel)
        row.text(days.key.room)
        row.text(days.key.characteristic)
        row.integer(days.from)
        row.integer(days.to)
        row.text(days.tuples)
        sink.end(row)
    }

    mutating func finish(into sink: inout RowSink) throws {}
}

extension StoredTable {
    /// Where the tuples wait for the summary.
    static let stays = StoredTable(
        name: "Stay",
        columns: Column.list(
            "section i, hotel i, room t, characteristic t, from_date i, to_date i, tuples t"))
}

/// A row of the table of tuples.
private struct StagedDays {
    let section: Int
    let hotel: Int64
    let room: [UInt8]
    let characteristic: [UInt8]
    let from: Int64
    let to: Int64
    let tuples: [UInt8]

    /// The whole table.
    static func all(in database: Database) throws -> [StagedDays] {
        let sql = "SELECT * FROM \(quoted(StoredTable.stays.name))"
        let statement = try PreparedStatement(sql, in: database)
        var rows: [StagedDays] = []
        while try statement.step() { rows.append(StagedDays(statement.handle)) }
        return rows
    }

    private init(_ handle: OpaquePointer) {
        section = Int(sqlite3_column_int64(handle, 0))
        hotel = sqlite3_column_int64(handle, 1)
        room = text(handle, column: 2)
        characteristic = text(handle, column: 3)
        from = sqlite3_column_int64(handle, 4)
        to = sqlite3_column_int64(handle, 5)
        tuples = text(handle, column: 6)
    }
}

private func text(_ handle: OpaquePointer, column index: Int32) -> [UInt8] {
    let start = sqlite3_column_text(handle, index)
    let count = Int(sqlite3_column_bytes(handle, index))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
}

extension MonthlySummary {
    /// Sums up days that were stored; they were checked before that.
    fileprivate init(of rows: [StagedDays]) throws {
        var tuples = TupleReader()
        for row in rows {
            guard let layout = Section.all[row.section].tuples else { continue }
            let period = try Period(from: row.from, to: row.to)
            try row.tuples.withUnsafeBufferPointer { text throws(RecordRejection) in
                guard let start = text.baseAddress else { return }
                try tuples.read(start, end: start + text.count, layout: layout, period: period)
            }
            for share in tuples.months {
                let key = Key(
                    hotel: row.hotel, room: row.room, characteristic: row.characteristic,
                    month: share.month)
                add(share, for: key)
            }
        }
    }
}
