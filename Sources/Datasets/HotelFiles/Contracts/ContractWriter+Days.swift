/// Daily records, with one tuple per day of their period.
extension ContractWriter {
    /// Writes the inventory of the contract's room at `index`.
    mutating func writeInventory(_ index: Int, layout: RecordLayout, defect: RecordDefect?) {
        let room = plan.rooms.lowerBound + index
        let days = days(ofRecord: index)
        begin(layout, room: room, days: days, defect: defect)
        if !records.quirks.contains(.shortRecords) {
            records.text(plan.isExternal ? board() : words.rateNumbers[index % 4])
        }
        guard records.isGood else { return endBad(days) }
        records.beginTuples()
        let allotment = appendAllotments(days, room: room)
        records.endTuples(days: days.count, allotment: allotment)
    }

    /// Writes the cost record at `index`; records take the contract's rooms in turn.
    mutating func writeCosts(_ index: Int, layout: RecordLayout, defect: RecordDefect?) {
        let room = plan.rooms.lowerBound + index % plan.rooms.count
        let days = days(ofRecord: index)
        begin(layout, room: room, days: days, defect: defect)
        if !records.quirks.contains(.shortRecords) {
            if plan.isExternal { writeExternalTerms() } else { writeTerms(index) }
        }
        guard records.isGood else { return endBad(days) }
        records.beginTuples()
        let prices = appendPrices(days, room: room)
        records.endTuples(days: days.count, prices: prices)
    }

    private mutating func begin(
        _ layout: RecordLayout, room: Int, days: Range<Int>, defect: RecordDefect?
    ) {
        let type = hotel.room(room)
        records.begin(layout, defect: defect)
        records.date(days.lowerBound)
        if case .tuples(let wrong) = defect {
            records.date(wrong.lastDay(of: days))
        } else {
            records.date(days.upperBound - 1)
        }
        records.text(type.code)
        records.text(type.characteristic)
    }

    private mutating func endBad(_ days: Range<Int>) {
        records.endBadTuples(days: days.count, random: &random)
    }

    private func days(ofRecord index: Int) -> Range<Int> {
        guard index == 0, records.quirks.contains(.longPeriod) else { return plan.days }
        return plan.days.lowerBound..<plan.days.lowerBound + TupleDefect.daysMax
    }

    /// Writes the generic rate, empty in the first round over the rooms, and an empty market price.
    private mutating func writeTerms(_ index: Int) {
        if index < plan.rooms.count {
            records.empty()
        } else {
            records.text(word(of: words.rateCodes))
        }
        records.empty()
    }

    private mutating func writeExternalTerms() {
        records.text(board())
        records.integer(1 + random.next(below: 3))
        records.integer(random.next(below: 3))
        records.empty()
        records.flag(random.next(below: 2) == 0)
    }

    // MARK: Tuples

    /// Appends one inventory tuple per day and returns the sum of the allotments.
    private mutating func appendAllotments(_ days: Range<Int>, room: Int) -> Int {
        let tuples = words.allotments(
            isExternal: plan.isExternal, areLong: records.quirks.contains(.extraValues))
        records.output.reserve(days.count * 16 + RecordWriter.roomBytes)
        var sum = 0
        ContractCalendar.shared.forEachMonth(of: days) { month, part, monthStart in
            var openDays: UInt32 = 0
            for day in part {
                // The first day always has an allotment, so that the sum exists.
                let choice = day == days.lowerBound ? 0 : random.next() & 63
                let allotment = tuples[Int(choice)]
                records.output.append(allotment.tuple)
                sum += allotment.count
                if allotment.count > 0 { openDays |= 1 << UInt32(day - monthStart) }
            }
            availability.add(openDays: openDays, month: month, room: room)
        }
        return sum
    }

    /// Appends one price tuple per day and returns a summary of the prices.
    private mutating func appendPrices(_ days: Range<Int>, room: Int) -> PriceSummary {
        let form = priceForm()
        let base = 30_000 + random.next(below: 40_000) * 10
        records.output.reserve(days.count * 64 + RecordWriter.roomBytes)
        var all = PriceSummary()
        ContractCalendar.shared.forEachMonth(of: days) { month, part, _ in
            var prices = PriceSummary()
            let season = base + base / 1_000 * Self.seasons[month % 12] * 10
            for day in part {
                let bits = random.next()
                guard bits & 63 != 0 && !form.isUnpriced else {
                    records.output.append(form.unpriced)
                    continue
                }
                let price = season + Int(bits >> 8 & 127) * 10 + (day % 7 < 2 ? 15_000 : 0)
                form.append(price, to: &records.output)
                prices.add(form.isNegative ? -price : price)
            }
            availability.add(prices, month: month, room: room)
            all.merge(prices)
        }
        return all
    }

    /// Surcharges by month, in percent.
    private static let seasons = [0, 5, 10, 15, 20, 35, 60, 65, 25, 10, 0, 30]

    private mutating func priceForm() -> PriceForm {
        PriceForm(
            isExternal: plan.isExternal, board: board(), quirks: records.quirks, random: &random)
    }
}
