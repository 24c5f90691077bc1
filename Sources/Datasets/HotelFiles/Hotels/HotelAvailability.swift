import MemoryBudget

/// The availability and prices of one hotel's rooms, by month; its memory doesn't depend on the
/// number of contracts.
struct HotelAvailability {
    private var months: [Month] = Array(
        repeating: Month(), count: Hotel.roomCount * ContractCalendar.monthCount)
    private var usedRooms = 0

    /// The data of one room in one month.
    private struct Month {
        /// Whether a day of a good record is in the month.
        var isUsed = false
        /// One bit per day that can be booked.
        var openDays: UInt32 = 0
        var prices = PriceSummary()
    }

    /// Adds the open days of a month for a room; bit 0 is the first day.
    mutating func add(openDays: UInt32, month: Int, room: Int) {
        update(month, room: room) { $0.openDays |= openDays }
    }

    /// Adds the prices of a month's days for a room.
    mutating func add(_ prices: PriceSummary, month: Int, room: Int) {
        update(month, room: room) { $0.prices.merge(prices) }
    }

    /// Adds the rows of `hotel` to `rows`, then resets itself for the next hotel.
    mutating func takeRows(of hotel: Hotel, into rows: inout RowDigest) {
        for room in 0..<usedRooms {
            for month in 0..<ContractCalendar.monthCount {
                let slot = room * ContractCalendar.monthCount + month
                guard months[slot].isUsed else { continue }
                rows.add(Self.row(months[slot], hotel: hotel, room: hotel.room(room), index: month))
                months[slot] = Month()
            }
        }
        usedRooms = 0
    }

    private mutating func update(_ month: Int, room: Int, change: (inout Month) -> Void) {
        usedRooms = max(usedRooms, room + 1)
        let slot = room * ContractCalendar.monthCount + month
        months[slot].isUsed = true
        change(&months[slot])
    }

    private static func row(
        _ month: Month, hotel: Hotel, room: RoomType, index: Int
    ) -> RowHash {
        var row = RowHash()
        row.addField("Availability")
        row.addField(integer: hotel.code)
        row.addField(room.code)
        row.addField(room.characteristic)
        row.addField(integer: ContractCalendar.number(ofMonth: index))
        row.addField(integer: month.openDays.nonzeroBitCount)
        guard let mean = month.prices.mean else {
            row.addNull()
            row.addNull()
            return row
        }
        row.addField(thousandths: month.prices.lowest)
        row.addField(thousandths: mean)
        return row
    }
}
