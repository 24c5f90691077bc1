/// The content of opportunities: a pure function of the seed and the opportunity's number.
package struct OpportunityContent: Sendable {
    /// The seed of the content.
    package let seed: UInt64

    /// One opportunity in this many is invalid.
    private static let defectInterval = 64
    /// One opportunity in this many has no readable id, if the hazard is on.
    private static let missingIDInterval = 1024
    private static let titles = [
        "Road maintenance", "School catering", "Bridge inspection", "Software licences",
        "Laboratory equipment", "Waste collection", "Translation services", "Fleet vehicles",
    ]
    private static let agencies = [
        "Department of Works", "City Council", "Regional Health Board", "Port Authority",
        "National Library", "Water Company",
    ]
    private static let remark =
        "The contractor provides all labour, material and equipment, keeps records of every visit,"
        + " and reports each quarter to the contracting authority. "
    private static let descriptions = (3...7).map { String(repeating: remark, count: $0) }

    /// Creates the content of a seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// Returns an opportunity as the source has it.
    package func record(_ number: Int) -> OpportunityRecord {
        var random = random(4, of: number)
        var record = OpportunityRecord(
            id: OpportunityNumber.id(of: number),
            title: "\(random.choice(of: Self.titles)), lot \(abs(number))",
            agency: random.choice(of: Self.agencies), due: FixtureWords.kickoff(&random),
            amountCents: random.next(below: 100_000_000), revision: random.next(below: 8) + 2,
            description: random.choice(of: Self.descriptions))
        if random.next(below: Self.defectInterval) == 0 {
            record.defect = random.choice(of: OpportunityRecord.Defect.allCases)
        }
        return record
    }

    /// Returns an opportunity in its previous revision: valid, and with other values.
    func earlierRecord(_ number: Int) -> OpportunityRecord {
        var random = random(7, of: number)
        var record = record(number)
        record.title += random.next(below: 2) == 0 ? " (draft)" : " (notice)"
        record.due = FixtureWords.kickoff(&random)
        record.amountCents += random.next(below: 1000) + 1
        record.revision -= 1
        record.defect = nil
        return record
    }

    /// Returns the defect of an opportunity's id, if the hazard is on; `nil` for nearly all.
    func missingID(of number: Int) -> MissingID? {
        var random = random(9, of: number)
        guard random.next(below: Self.missingIDInterval) == 0 else { return nil }
        return random.choice(of: MissingID.allCases)
    }

    /// The possible defects of an id.
    enum MissingID: CaseIterable {
        case absent
        case null
        case empty
        case number
    }

    /// Returns random numbers for one use of an opportunity's number.
    func random(_ use: UInt64, of number: Int) -> KeyedRandom {
        KeyedRandom(seed: seed, keys: use, UInt64(bitPattern: Int64(number)))
    }
}
