/// The days of one good record with tuples.
///
/// It is a view: its text and months are valid until the next record is read.
struct StayDays {
    let key: AvailabilityKey
    /// The number of the record's section.
    let section: Int
    /// The sums of its tuples, month by month.
    let months: UnsafeBufferPointer<MonthShare>
    // The record's fields, `YYYYMMDD`.
    let from: Int64
    let to: Int64
    /// The text of its tuples.
    let tuples: UnsafeRawBufferPointer
}

/// A consumer of the days of records with tuples.
protocol DayKeeper: ~Copyable, SendableMetatype {
    /// Consumes a record's days.
    mutating func keep(_ days: StayDays, into sink: inout RowSink) throws

    /// Writes out everything that is still held.
    mutating func finish(into sink: inout RowSink) throws
}

// Days are combined by month in limited memory; what doesn't fit goes to the table.
extension AvailabilityAccumulator: DayKeeper {
    mutating func keep(_ days: StayDays, into sink: inout RowSink) throws {
        for share in days.months where !add(share, for: days.key) {
            try finish(into: &sink)
            if !add(share, for: days.key) {
                try sink.put(AvailabilityRow(key: days.key, share: share))
            }
        }
    }

    mutating func finish(into sink: inout RowSink) throws {
        try drain { try sink.put($0) }
    }
}

extension RowSink {
    /// Adds a row of the summary, to be combined with the row in the table.
    mutating func put(_ line: AvailabilityRow) throws {
        var row = try begin(
            table: StoredTable.availabilityNumber,
            columnCount: StoredTable.availability.insertedColumns.count,
            textByteCount: line.key.textByteCount)
        line.pack(into: &row)
        end(row)
    }
}
