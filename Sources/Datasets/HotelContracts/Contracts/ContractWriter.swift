/// Writes the files of one hotel after another into one buffer, and knows what a correct result of
/// them is.
struct ContractWriter: ~Copyable {
    let settings: ContractSettings
    let words = ContractWords.shared
    /// The file, and what its records must become.
    var records = RecordWriter()
    /// Of the hotel's files so far.
    var availability = HotelAvailability()
    /// What the current contract is drawn from.
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
        writeContract(isHeadless ? random.choice(of: HeaderFault.allCases) : nil)
        if records.quirks.contains(.secondContract) {
            begin(ContractPlan(hotel, contract: contract, settings: settings, isSecond: true))
            writeContract(nil)
        }
        records.endFile()
        return name
    }

    /// Ends a hotel: hands over what all its contracts make available.
    mutating func endHotel() {
        availability.takeRows(of: hotel, into: &records.tally.rows)
    }

    private mutating func begin(_ plan: ContractPlan) {
        self.plan = plan
        random = plan.random
    }

    /// Such as `ID_B2B_97#APFLMRI3_14126_1_M_F`; unique for the number in it.
    private mutating func fileName() -> String {
        let names = ["APFLMRI3", "OD15FF", "BAR2026", "NRF-WEB", "TT:OO", "C25-HÔTEL", "1"]
        let name = random.choice(of: names)
        let rest = random.next(below: 2) == 0 ? "1_M_F" : "-\(1 + random.next(below: 30_000))_M"
        return "ID_B2B_\(plan.key.office)#\(name)_\(plan.key.contract)_\(rest)"
    }

    // MARK: Draws

    /// Whether something that happens to a share of the cases happens now.
    mutating func draw(_ share: Double) -> Bool { random.nextShare() < share }

    /// The fault of a record; mostly none.
    mutating func fault(for layout: RecordLayout) -> RecordFault? {
        draw(settings.damaged) ? .drawn(for: layout, from: &random) : nil
    }

    /// Ends a section, mostly well.
    mutating func close(_ section: String) {
        let isBad = draw(settings.damaged)
        records.close(section, fault: isBad ? random.choice(of: MarkFault.allCases) : nil)
    }

    /// A word of a list, or one of none where that is this file's quirk.
    mutating func word(of list: [Word]) -> Word {
        if records.quirks.contains(.unknownWords), random.next(below: 4) == 0 {
            return random.choice(of: words.unknown)
        }
        return random.choice(of: list)
    }

    /// A word for people; it may begin with a parenthesis where that is this file's quirk.
    mutating func description() -> Word {
        if records.quirks.contains(.parentheses), random.next(below: 2) == 0 {
            return random.choice(of: words.parenthesised)
        }
        return random.choice(of: words.descriptions)
    }
}
