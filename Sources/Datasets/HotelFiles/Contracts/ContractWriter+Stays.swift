/// Rooms, and the rules for the length and dates of stays.
extension ContractWriter {
    mutating func writeRoom(_ index: Int) {
        let room = hotel.room(plan.rooms.lowerBound + index)
        let capacity = 1 + random.next(below: 4)
        records.text(room.code)
        records.text(room.characteristic)
        records.integer(capacity)
        records.integer(1)
        records.integer(capacity + 1)
        records.integer(capacity)
        records.integer(capacity - 1)
        guard random.next(below: 2) == 0 else { return }
        records.integer(0)
        records.integer(1)
        records.empty()
    }

    mutating func writeMinMaxStay() {
        writeApplicationDate()
        writePeriod()
        records.text(word(of: words.stayTypes))
        writeRate(odds: 4)
        writeRoom(odds: 2)
        records.empty()
        records.integer(1 + random.next(below: 7))
        records.integer(random.next(below: 2) == 0 ? 99 : 28)
        writeWeek()
    }

    mutating func writeCheckInOut() {
        writePeriod()
        writeRoom(odds: 3)
        records.text(word(of: words.checkTypes))
        writeWeek()
    }

    mutating func writeStopSale() {
        writePeriod()
        writeRoom(odds: 2)
        writeRate(odds: 4)
    }

    mutating func writeFree() {
        let stay = 7 * (1 + random.next(below: 3))
        writePeriod()
        writeApplicationPeriod()
        records.integer(stay)
        records.integer(stay)
        records.integer(1)
        records.decimal(thousandths: 100_000)
        records.text(Word("B"))
        writeRoom(odds: 4)
        records.text(board())
    }

    // MARK: Field groups of many records

    /// Writes two days of the contract's period, in order.
    mutating func writePeriod() {
        let first = plan.days.lowerBound + random.next(below: plan.days.count)
        records.date(first)
        records.date(first + random.next(below: plan.days.upperBound - first))
    }

    /// Writes the period for booking, often left empty.
    mutating func writeApplicationPeriod() {
        if random.next(below: 2) == 0 { writePeriod() } else { records.empty(2) }
    }

    /// Writes the booking date, mostly left empty.
    mutating func writeApplicationDate() {
        if random.next(below: 8) == 0 {
            records.date(plan.days.lowerBound)
        } else {
            records.empty()
        }
    }

    /// Writes one of the contract's rooms in one of `odds` records, otherwise empty fields.
    mutating func writeRoom(odds: Int) {
        guard random.next(below: odds) == 0 else { return records.empty(2) }
        let room = hotel.room(plan.rooms.lowerBound + random.next(below: plan.rooms.count))
        records.text(room.code)
        records.text(room.characteristic)
    }

    /// Writes a rate's code in one of `odds` records, otherwise an empty field.
    mutating func writeRate(odds: Int) {
        guard random.next(below: odds) == 0 else { return records.empty() }
        records.text(word(of: words.rateCodes))
    }

    /// Writes flags for Monday to Sunday, mostly all set.
    mutating func writeWeek() {
        let days = random.next(below: 4) > 0 ? 127 : random.next(below: 128)
        for day in 0..<7 { records.flag(days >> day & 1 == 1) }
    }

    mutating func board() -> Word { word(of: words.boards) }
}
