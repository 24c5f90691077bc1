/// A writer of the files of one hotel after another, which also computes the correct result.
struct ContractWriter: ~Copyable {
    let settings: ContractSettings
    let words = ContractWords.shared
    /// The current file and the expected rows of its records.
    var records = RecordWriter()
    /// The availability of the hotel according to its files so far.
    var availability = HotelAvailability()
    /// The random numbers of the current contract.
    var random: RowRandom
    var hotel: Hotel
    var plan: ContractPlan

    init(settings: ContractSettings) {
        self.settings = settings
        hotel = Hotel(index: 0, seed: settings.seed)
        plan = ContractPlan(hotel, contract: 0, settings: settings)
        random = plan.random
    }

    /// Writes the file of a hotel's contract to `records.output` and returns its name.
    mutating func writeFile(of hotel: Hotel, contract: Int) -> String {
        self.hotel = hotel
        begin(ContractPlan(hotel, contract: contract, settings: settings))
        records.beginFile(quirks: .drawn(share: settings.quirks, from: &random))
        let name = fileName()
        if draw(settings.damaged) { records.writeStrayRecord() }
        let isHeadless = draw(settings.headless)
        writeContract(isHeadless ? random.choice(of: HeaderDefect.allCases) : nil)
        if records.quirks.contains(.secondContract) {
            begin(ContractPlan(hotel, contract: contract, settings: settings, isSecond: true))
            writeContract(nil)
        }
        records.endFile()
        return name
    }

    /// Ends a hotel: adds the availability rows of all its contracts to the tally.
    mutating func endHotel() {
        availability.takeRows(of: hotel, into: &records.tally.rows)
    }

    private mutating func begin(_ plan: ContractPlan) {
        self.plan = plan
        random = plan.random
    }

    /// Returns a name such as `ID_B2B_97#APFLMRI3_14126_1_M_F`, unique because of the contract's
    /// number.
    private mutating func fileName() -> String {
        let names = ["APFLMRI3", "OD15FF", "BAR2026", "NRF-WEB", "TT:OO", "C25-HÔTEL", "1"]
        let name = random.choice(of: names)
        let rest = random.next(below: 2) == 0 ? "1_M_F" : "-\(1 + random.next(below: 30_000))_M"
        return "ID_B2B_\(plan.key.office)#\(name)_\(plan.key.contract)_\(rest)"
    }

    // MARK: Draws

    /// Returns true with a probability of `share`.
    mutating func draw(_ share: Double) -> Bool { random.nextShare() < share }

    /// Draws the defect of a record, mostly `nil`.
    mutating func defect(for layout: RecordLayout) -> RecordDefect? {
        draw(settings.damaged) ? .drawn(for: layout, from: &random) : nil
    }

    /// Ends a section, mostly correctly.
    mutating func close(_ section: String) {
        let isBad = draw(settings.damaged)
        records.close(section, defect: isBad ? random.choice(of: MarkDefect.allCases) : nil)
    }

    /// Draws a word of a list, or an unknown word if the file has that quirk.
    mutating func word(of list: [Word]) -> Word {
        if records.quirks.contains(.unknownWords), random.next(below: 4) == 0 {
            return random.choice(of: words.unknown)
        }
        return random.choice(of: list)
    }

    /// Draws a description; it may begin with a parenthesis if the file has that quirk.
    mutating func description() -> Word {
        if records.quirks.contains(.parentheses), random.next(below: 2) == 0 {
            return random.choice(of: words.parenthesised)
        }
        return random.choice(of: words.descriptions)
    }

    /// Writes the header's section. The following records belong to it, or to no contract if it is
    /// bad.
    mutating func writeHeader(isBad: Bool) {
        let layout = RecordLayout.contract
        records.open(layout.section)
        records.begin(layout, defect: isBad ? headerDefect() : nil)
        writeIdentity()
        writeTerms()
        records.end()
        records.key = isBad ? nil : plan.key
        close(layout.section)
    }

    /// Draws a defect of the header; never a missing number in an external contract, which is
    /// valid.
    private mutating func headerDefect() -> RecordDefect {
        let defect = RecordDefect.drawn(for: .contract, from: &random)
        guard plan.isExternal, case .replaced(RecordLayout.numberField, let bytes) = defect,
            bytes.isEmpty
        else { return defect }
        return .replaced(field: RecordLayout.hotelField, by: bytes)
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
        // Some files leave out the remaining fields.
        guard random.next(below: 4) > 0 else { return }
        records.flag(random.next(below: 8) == 0)
        records.flag(false)
        records.text(word(of: words.feeTypes))
        records.integer(9)
        records.empty()
        records.flag(random.next(below: 2) == 0)
    }
}
