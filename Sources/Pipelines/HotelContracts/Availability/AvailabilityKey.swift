import Glibc
import SQLiteStore

/// What a line of the summary is about; its text is where it was read.
struct AvailabilityKey {
    var hotel: Int64
    var room: UnsafeRawBufferPointer
    var characteristic: UnsafeRawBufferPointer

    var textByteCount: Int { room.count + characteristic.count }
}

/// A line of the summary, or a part of one.
struct AvailabilityRow {
    var key: AvailabilityKey
    var share: MonthShare

    /// Packs the columns that the table is given.
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

/// As SQLite orders text: byte by byte, a beginning before what continues it.
func bytewiseOrder(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
    if let oneStart = one.baseAddress, let otherStart = other.baseAddress {
        let order = memcmp(oneStart, otherStart, min(one.count, other.count))
        if order != 0 { return Int(order) }
    }
    return one.count - other.count
}
