/// Unusual but valid properties of a file, for which no record is rejected.
struct FileQuirks: OptionSet {
    let rawValue: UInt32

    /// Records have more fields than the format lists.
    static let extraFields = FileQuirks(rawValue: 1 << 0)
    /// Tuples have more values than the format lists.
    static let extraValues = FileQuirks(rawValue: 1 << 1)
    /// Unknown sections in any place.
    static let unknownSections = FileQuirks(rawValue: 1 << 2)
    /// Words in text fields that are in no list.
    static let unknownWords = FileQuirks(rawValue: 1 << 3)
    /// Text fields that begin with a parenthesis, in sections without tuples.
    static let parentheses = FileQuirks(rawValue: 1 << 4)
    /// Every section is present, including those without records.
    static let emptySections = FileQuirks(rawValue: 1 << 5)
    /// Repeated sections.
    static let repeatedSections = FileQuirks(rawValue: 1 << 6)
    /// Sections in another order; the header stays first.
    static let shuffledSections = FileQuirks(rawValue: 1 << 7)
    /// A second contract of the hotel in the same file.
    static let secondContract = FileQuirks(rawValue: 1 << 8)
    /// Numbers in unusual forms: `007`, `-0`, `171.6`, negative.
    static let looseNumbers = FileQuirks(rawValue: 1 << 9)
    /// Optional fields before the tuples are left out.
    static let shortRecords = FileQuirks(rawValue: 1 << 10)
    /// Daily records with the maximum number of days per record.
    static let longPeriod = FileQuirks(rawValue: 1 << 11)
    /// A CR before every LF.
    static let carriageReturns = FileQuirks(rawValue: 1 << 12)
    /// Empty lines.
    static let blankLines = FileQuirks(rawValue: 1 << 13)
    /// The last line has no LF.
    static let noFinalLineEnd = FileQuirks(rawValue: 1 << 14)

    static let count = 15

    /// Draws one to three quirks for a share of the files.
    static func drawn(share: Double, from random: inout RowRandom) -> FileQuirks {
        guard random.nextShare() < share else { return [] }
        var quirks: FileQuirks = []
        for _ in 0...random.next(below: 3) {
            quirks.insert(FileQuirks(rawValue: 1 << UInt32(random.next(below: count))))
        }
        return quirks
    }
}
