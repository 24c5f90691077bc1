/// The days that contracts are about, by their number from 1 January 2024.
struct ContractCalendar: Sendable {
    static let shared = ContractCalendar()

    private static let firstYear = 2024
    /// Longer than a record may be, behind the latest begin of a contract.
    private static let yearCount = 14
    static let monthCount = 12 * yearCount

    /// 20250910, by day.
    private let numbers: [Int]
    /// First days of the months, and the day behind the last one.
    private let monthStarts: [Int]
    /// Index of a day's month.
    private let months: [Int]

    private init() {
        var numbers: [Int] = []
        var monthStarts: [Int] = []
        var months: [Int] = []
        for month in 0..<Self.monthCount {
            monthStarts.append(numbers.count)
            for day in 1...Self.dayCount(ofMonth: month) {
                numbers.append(Self.number(ofMonth: month) * 100 + day)
                months.append(month)
            }
        }
        self.numbers = numbers
        self.months = months
        self.monthStarts = monthStarts + [numbers.count]
    }

    /// 20250910 for a day.
    func number(of day: Int) -> Int { numbers[day] }

    /// 202509 for the index of a month.
    static func number(ofMonth month: Int) -> Int {
        (firstYear + month / 12) * 100 + month % 12 + 1
    }

    /// The parts of a period that lie in one month each: the month's index, the part, and the
    /// month's first day.
    func forEachMonth(of days: Range<Int>, body: (Int, Range<Int>, Int) -> Void) {
        for month in months[days.lowerBound]...months[days.upperBound - 1] {
            let whole = monthStarts[month]..<monthStarts[month + 1]
            body(month, days.clamped(to: whole), whole.lowerBound)
        }
    }

    /// Of the years 1901 to 2099, where every fourth is a leap year.
    private static func dayCount(ofMonth month: Int) -> Int {
        switch month % 12 {
        case 1: (firstYear + month / 12) % 4 == 0 ? 29 : 28
        case 3, 5, 8, 10: 30
        default: 31
        }
    }
}
