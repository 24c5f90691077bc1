import GRDB
import GRDBSQLite
import PipelineKit
import SQLiteStore

/// A strategy that streams all records, and stages the tuples in a table that it then loads at
/// once.
///
/// The memory is small until the summary is computed at the end.
struct LateAggregate: ContractStrategy {
    let name = "late-aggregate"
    let about = "streams like 'streamed', then loads all tuples at once for the summary"
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

/// A keeper that stores the days of records for later.
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
    /// The table that stages the tuples for the summary.
    static let stays = StoredTable(
        name: "Stay",
        columns: Column.list(
            "section i, hotel i, room t, characteristic t, from_date i, to_date i, tuples t"))
}

/// A row of the staging table.
private struct StagedDays {
    let section: Int
    let hotel: Int64
    let room: [UInt8]
    let characteristic: [UInt8]
    let from: Int64
    let to: Int64
    let tuples: [UInt8]

    /// Returns the whole table.
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
    /// Sums up staged days, which were checked before.
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
