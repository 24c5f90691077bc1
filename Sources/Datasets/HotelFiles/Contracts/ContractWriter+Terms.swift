/// Fees, supplements, taxes and offers, and the markets they apply to.
extension ContractWriter {
    mutating func writeCancellationFee() {
        let isPercentage = random.next(below: 2) == 0
        writeApplicationDate()
        writePeriod()
        writeRate(odds: 4)
        records.integer(random.next(below: 31))
        if random.next(below: 2) == 0 { records.integer(12) } else { records.empty() }
        writeAmount(isPercentage ? 0 : 300)
        records.decimal(thousandths: isPercentage ? 100_000 : 0)
        records.decimal(thousandths: 0)
        records.decimal(thousandths: 0)
        if random.next(below: 4) == 0 {
            records.text(word(of: words.feeTypes))
        } else {
            records.empty()
        }
        records.text(word(of: words.languages))
    }

    mutating func writeSupplement() {
        writePeriod()
        writeApplicationPeriod()
        records.text(word(of: words.offerCodes))
        records.text(word(of: words.feeTypes))
        records.flag(random.next(below: 2) == 0)
        records.text(Word(random.next(below: 2) == 0 ? "D" : "S"))
        records.empty()
        writeRoom(odds: 2)
        records.text(board())
        writeGuests()
        writeAmount(80)
        writePercentage()
        records.flag(random.next(below: 2) == 0)
        writeRate(odds: 4)
        if random.next(below: 4) == 0 {
            records.text(word(of: words.countries))
        } else {
            records.empty()
        }
        writeWeek()
        if random.next(below: 8) == 0 { records.integer(5) }
    }

    /// Writes the number and ages of the guests a supplement applies to, often left empty.
    private mutating func writeGuests() {
        guard random.next(below: 2) == 0 else { return records.empty(5) }
        let age = random.next(below: 12)
        records.integer(2)
        records.integer(1 + random.next(below: 3))
        records.integer(age)
        records.integer(age + 6)
        records.integer(1)
    }

    mutating func writeBoardSupplement() {
        writePeriod()
        records.text(board())
        records.flag(true)
        writeAmount(60)
        writePercentage()
        writeRate(odds: 4)
        writeRoom(odds: 4)
        records.integer(0)
        records.integer(99)
        writeWeek()
    }

    mutating func writeHandlingFee() {
        records.text(word(of: words.feeTypes))
        writePeriod()
        writeAmount(40)
        writePercentage()
        records.flag(random.next(below: 2) == 0)
    }

    mutating func writeNightHandling() {
        writePeriod()
        records.text(word(of: words.feeTypes))
        writeAmount(40)
    }

    mutating func writeTax() {
        records.text(word(of: words.taxes))
        writePeriod()
        records.flag(random.next(below: 2) == 0)
        records.text(word(of: words.currencies))
        writeAmount(10)
        writePercentage()
        if random.next(below: 2) == 0 { records.text(word(of: words.countries)) }
    }

    mutating func writeCombinableOffer() {
        records.text(word(of: words.offerCodes))
        records.text(word(of: words.offerCodes))
        records.flag(random.next(below: 2) == 0)
    }

    mutating func writeRate() {
        let description = description()
        let number = random.next(below: 100)
        records.text(word(of: words.rateCodes))
        records.text { text in
            text.append(description)
            text.append(" rate ")
            text.append(decimal: number)
        }
    }

    mutating func writePromotion() {
        let description = description()
        records.text(word(of: words.promotionCodes))
        records.text { text in
            text.append(description)
            text.append(", minus 15 %")
        }
        writePeriod()
        writeApplicationPeriod()
        records.flag(random.next(below: 2) == 0)
    }

    mutating func writeValidMarket() {
        records.text(word(of: words.countries))
        records.flag(random.next(below: 4) > 0)
    }

    // MARK: Amounts

    /// Writes an amount of at most `bound`; some are discounts, which are negative.
    private mutating func writeAmount(_ bound: Int) {
        let amount = random.next(below: bound * 100 + 1) * 10
        records.decimal(thousandths: random.next(below: 4) == 0 ? -amount : amount)
    }

    /// Writes a percentage, often left empty.
    private mutating func writePercentage() {
        if random.next(below: 2) == 0 {
            records.empty()
        } else {
            records.decimal(thousandths: random.next(below: 200) * 500)
        }
    }
}
