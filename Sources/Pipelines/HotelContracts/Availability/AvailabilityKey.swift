import Glibc
import SQLiteStore

/// The key of a row of the summary, except the month; its text is where it was read.
struct AvailabilityKey {
    var hotel: Int64
    var room: UnsafeRawBufferPointer
    var characteristic: UnsafeRawBufferPointer

    var textByteCount: Int { room.count + characteristic.count }
}

/// A row of the summary, or a part of one.
struct AvailabilityRow {
    var key: AvailabilityKey
    var share: MonthShare

    /// Packs the columns that are inserted into the table.
    func pack(into row: inout RowPacker) {
        row.integer(key.hotel)
        row.text(key.room)
        row.text(key.characteristic)
        row.integer(Int64(share.month))
        row.integer(Int64(share.openDays))
        if share.prices.count > 0 { row.decimal(share.prices.lowest) } else { row.null() }
        row.integer(share.prices.count)
        row.integer(share.prices.totalHigh)
        row.integer(share.prices.totalLow)
    }
}

/// Returns the order of two texts, byte by byte as in SQLite, with a prefix first.
func bytewiseOrder(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
    if let oneStart = one.baseAddress, let otherStart = other.baseAddress {
        let order = memcmp(oneStart, otherStart, min(one.count, other.count))
        if order != 0 { return Int(order) }
    }
    return one.count - other.count
}
