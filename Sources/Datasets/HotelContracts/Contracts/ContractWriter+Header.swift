extension ContractWriter {
    /// Writes the header's section; what follows belongs to it, or to nothing if it is bad.
    mutating func writeHeader(isBad: Bool) {
        let layout = RecordLayout.contract
        records.open(layout.section)
        records.begin(layout, fault: isBad ? .drawn(for: layout, from: &random) : nil)
        writeIdentity()
        writeTerms()
        records.end()
        records.key = isBad ? nil : plan.key
        close(layout.section)
    }

    private mutating func writeIdentity() {
        let name = random.choice(of: words.contractNames)
        let isParenthesised = records.quirks.contains(.parentheses)
        records.flag(plan.isExternal)
        records.text(hotel.destination.code)
        records.integer(plan.key.office)
        records.integer(plan.key.contract)
        records.text { text in
            text.append(isParenthesised ? "(ID_B2B_" : "ID_B2B_")
            text.append(name)
        }
        records.text(Word("1"))
        records.text(Word("H"))
        records.integer(hotel.code)
        if random.next(below: 8) == 0 {
            records.empty()
        } else {
            records.integer(100_000 + random.next(below: 900_000))
        }
        records.date(plan.days.lowerBound)
        records.date(plan.days.upperBound - 1)
    }

    private mutating func writeTerms() {
        records.text(Word("0"))
        records.text(word(of: words.currencies))
        if random.next(below: 2) == 0 { records.empty() } else { records.text(board()) }
        records.text(word(of: words.rateCodes))
        records.text(Word(random.next(below: 2) == 0 ? "M" : "P"))
        records.flag(true)
        records.integer(random.next(below: 15))
        records.integer(2)
        records.integer(12)
        // The rest is left out by some.
        guard random.next(below: 4) > 0 else { return }
        records.flag(random.next(below: 8) == 0)
        records.flag(false)
        records.text(word(of: words.feeTypes))
        records.integer(9)
        records.empty()
        records.flag(random.next(below: 2) == 0)
    }
}
