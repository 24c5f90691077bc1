/// A defect of a record's daily tuples.
enum TupleDefect: CaseIterable {
    /// There are no tuples.
    case none
    case oneMissing
    case oneMore
    case tooFewValues
    case mistypedValue
    /// A parenthesis that isn't closed.
    case unclosed
    /// Text outside the parentheses.
    case textBetween
    /// `to` is the day before `from`.
    case reversedPeriod
    /// 4,001 days, with as many tuples.
    case tooManyDays

    /// The maximum number of days per record.
    static let daysMax = 4_000

    /// Returns the last day of the period of a record with this defect.
    func lastDay(of days: Range<Int>) -> Int {
        switch self {
        case .reversedPeriod: days.lowerBound - 1
        case .tooManyDays: days.lowerBound + Self.daysMax
        default: days.upperBound - 1
        }
    }

    /// Returns the number of tuples written for a record of `days` days.
    func tupleCount(days: Int) -> Int {
        switch self {
        case .none: 0
        case .oneMissing: days - 1
        case .oneMore: days + 1
        case .tooManyDays: Self.daysMax + 1
        default: days
        }
    }

    /// Returns the wrong tuple; `nil` if only the number of tuples is wrong.
    func bytes(in layout: TupleSamples, random: inout RowRandom) -> [UInt8]? {
        switch self {
        case .tooFewValues: Array(random.choice(of: layout.short).utf8)
        case .mistypedValue: random.choice(of: layout.mistyped)
        case .unclosed: Array(layout.plain.utf8.dropLast())
        case .textBetween: Array(layout.plain.utf8) + random.choice(of: ["x", " "]).utf8
        default: nil
        }
    }
}
