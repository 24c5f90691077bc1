import MemoryBudget

/// The months of all rooms of all hotels: the expected content of the summary.
struct ScannedMonths {
    private struct Key: Hashable {
        let hotel: Int64
        let place: Int32
        let month: Int32
    }

    private struct Place: Hashable {
        let room: [UInt8]
        let characteristic: [UInt8]
    }

    private struct Sum {
        var openDays: UInt32 = 0
        var prices = ScannedPrices()
    }

    private var places: [Place: Int32] = [:]
    private var sums: [Key: Sum] = [:]

    /// Adds the months of a record.
    mutating func add(
        _ months: [ScannedDays.Month], hotel: Int64, room: ArraySlice<UInt8>,
        characteristic: ArraySlice<UInt8>
    ) {
        let place = Place(room: Array(room), characteristic: Array(characteristic))
        let number = places[place] ?? Int32(places.count)
        places[place] = number
        for month in months {
            let key = Key(hotel: hotel, place: number, month: Int32(month.number))
            sums[key, default: Sum()].openDays |= month.openDays
            sums[key, default: Sum()].prices.merge(month.prices)
        }
    }

    /// Returns the digest of the summary's rows.
    func digest() -> RowDigest {
        var texts = [Place?](repeating: nil, count: places.count)
        for (place, number) in places { texts[Int(number)] = place }
        var digest = RowDigest()
        for (key, sum) in sums {
            var row = RowHash()
            row.addField("Availability")
            row.addField(integer: key.hotel)
            for text in [texts[Int(key.place)]?.room, texts[Int(key.place)]?.characteristic] {
                (text ?? []).withUnsafeBytes { row.addField($0) }
            }
            row.addField(integer: Int64(key.month))
            row.addField(integer: Int64(sum.openDays.nonzeroBitCount))
            sum.prices.add(to: &row, withHighest: false)
            digest.add(row)
        }
        return digest
    }
}
