extension ContractWriter {
    /// Writes the header and the sections below it.
    mutating func writeContract(_ defect: HeaderDefect?) {
        switch defect {
        case nil, .secondBad: writeHeader(isBad: false)
        case .bad: writeHeader(isBad: true)
        case .emptySection:
            records.open(RecordLayout.contract.section)
            records.close(RecordLayout.contract.section, defect: nil)
        case .missing, .late: break
        }
        for section in sections() {
            if records.quirks.contains(.unknownSections), random.next(below: 4) == 0 {
                writeUnknownSection()
            }
            write(section)
        }
        if defect == .late { writeHeader(isBad: false) }
        if defect == .secondBad {
            writeHeader(isBad: true)
            write(.rates)
        }
    }

    private mutating func sections() -> [ContractSection] {
        var sections = ContractSection.allCases
        guard records.quirks.contains(.shuffledSections) else { return sections }
        for last in sections.indices.dropFirst().reversed() {
            sections.swapAt(last, random.next(below: last + 1))
        }
        return sections
    }

    private mutating func write(_ section: ContractSection) {
        let layout = section.layout(isExternal: plan.isExternal)
        let count = recordCount(of: section)
        let isShown = records.quirks.contains(.emptySections) || random.next(below: 4) == 0
        guard count > 0 || isShown else { return }
        records.open(layout.section)
        for index in 0..<count {
            if index > 0, index == count / 2, records.quirks.contains(.repeatedSections) {
                records.close(layout.section, defect: nil)
                records.open(layout.section)
            }
            let defect = defect(for: layout)
            switch section {
            case .inventory: writeInventory(index, layout: layout, defect: defect)
            case .costs: writeCosts(index, layout: layout, defect: defect)
            default:
                records.begin(layout, defect: defect)
                writeFields(index, of: section)
                records.end()
            }
        }
        close(layout.section)
    }

    private mutating func recordCount(of section: ContractSection) -> Int {
        switch section {
        case .rooms, .inventory: plan.rooms.count
        case .costs: plan.costCount
        default:
            random.nextGeometric(
                meanHundredths: section.meanHundredths ?? 0, max: ContractSection.recordsMax)
        }
    }

    private mutating func writeFields(_ index: Int, of section: ContractSection) {
        switch section {
        case .rooms: writeRoom(index)
        case .minMaxStays: writeMinMaxStay()
        case .cancellationFees: writeCancellationFee()
        case .supplements: writeSupplement()
        case .boardSupplements: writeBoardSupplement()
        case .combinableOffers: writeCombinableOffer()
        case .rates: writeRate()
        case .checkInOut: writeCheckInOut()
        case .promotions: writePromotion()
        case .frees: writeFree()
        case .stopSales: writeStopSale()
        case .handlingFees: writeHandlingFee()
        case .nightHandling: writeNightHandling()
        case .validMarkets: writeValidMarket()
        case .taxes: writeTax()
        case .inventory, .costs: preconditionFailure("daily records have tuples after the fields")
        }
    }

    private mutating func writeUnknownSection() {
        let name = random.choice(of: ["CNHA2", "CNZZ", "SIRM", "X9Z1", "0000"])
        records.open(name)
        for _ in 0...random.next(below: 3) {
            let text = random.choice(of: Self.unknownRecords)
            records.writeOther(text, section: name, defect: defect(for: .other))
        }
        close(name)
    }

    private static let unknownRecords = [
        "DBT:ST:new:(1,2)(3,4)", "(((", ":", "été:Ω:電:", "20250230:not a date", " ",
    ]
}
