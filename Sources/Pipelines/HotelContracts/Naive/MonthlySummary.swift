/// The summary as a dictionary, all in memory.
struct MonthlySummary {
    /// The key of a row, as bytes: Swift's strings are equal if they look the same.
    struct Key: Hashable {
        let hotel: Int64
        let room: [UInt8]
        let characteristic: [UInt8]
        let month: Int
    }

    private var shares: [Key: MonthShare] = [:]

    /// Sums up all days of a tree's records.
    init(of records: TextRecords) {
        for section in Section.known where section.tuples != nil {
            for record in records[section.table] ?? [] { add(record) }
        }
    }

    /// Adds a part of a row.
    mutating func add(_ share: MonthShare, for key: Key) {
        shares[key, default: MonthShare(month: key.month)].merge(share)
    }

    private mutating func add(_ record: TextRecord) {
        let days = days(
            from: record.fields["from_date"] ?? "", to: record.fields["to_date"] ?? "")
        let hotel = Int64(record.fields["hotel"] ?? "") ?? 0
        let room = Array((record.fields["room"] ?? "").utf8)
        let characteristic = Array((record.fields["characteristic"] ?? "").utf8)
        for (day, tuple) in zip(days ?? [], record.tuples) {
            let date = Int(day) ?? 0
            let key = Key(
                hotel: hotel, room: room, characteristic: characteristic, month: date / 100)
            var share = MonthShare(month: key.month)
            if let allotment = Int64(tuple["allotment"] ?? ""), allotment > 0 {
                share.openDays = 1 << UInt32(date % 100 - 1)
            }
            if let amount = tuple["amount"] { share.prices.add(thousandths(of: amount)) }
            add(share, for: key)
        }
    }

    /// Passes every row to `body`.
    func forEach(_ body: (AvailabilityRow) throws -> Void) rethrows {
        for (key, share) in shares {
            try key.room.withUnsafeBytes { room in
                try key.characteristic.withUnsafeBytes { characteristic in
                    let key = AvailabilityKey(
                        hotel: key.hotel, room: room, characteristic: characteristic)
                    try body(AvailabilityRow(key: key, share: share))
                }
            }
        }
    }
}
