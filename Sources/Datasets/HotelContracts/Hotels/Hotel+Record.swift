extension Hotel {
    /// Gives the fields of the hotel's record in `GENERAL`.
    func write(to record: inout RecordWriter, random: inout RowRandom) {
        let words = ContractWords.shared
        record.integer(code)
        record.text(random.choice(of: words.categories))
        record.text(destination.code)
        if random.next(below: 2) == 0 {
            record.text(random.choice(of: words.chains))
        } else {
            record.empty()
        }
        record.empty()
        record.text(Word("[]"))
        record.integer(random.next(below: 100))
        record.text(Word("N"))
        record.text(random.choice(of: words.countries))
        record.text(Word("H"))
        record.decimal(thousandths: random.next(below: 360_000) - 180_000)
        record.decimal(thousandths: random.next(below: 180_000) - 90_000)
        writeName(to: &record, random: &random)
    }

    /// The name may have colons in it, and is missing now and then.
    private func writeName(to record: inout RecordWriter, random: inout RowRandom) {
        let words = ContractWords.shared
        let style = random.next(below: 16)
        guard style > 0 else { return }
        let first = random.choice(of: words.hotelNames)
        let second = random.choice(of: words.placeNames)
        record.text { text in
            text.append(first)
            text.append(style == 1 ? ": the " : " ")
            text.append(second)
            if style == 2 { text.append("::") }
        }
    }
}
