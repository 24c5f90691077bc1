/// The days of contracts, numbered from 1 January 2024.
struct ContractCalendar: Sendable {
    static let shared = ContractCalendar()

    private static let firstYear = 2024
    /// The number of years: the latest start of a contract plus the longest period of a record.
    private static let yearCount = 14
    static let monthCount = 12 * yearCount

    /// Dates such as 20250910, by day.
    private let numbers: [Int]
    /// The first days of the months, and the day after the last month.
    private let monthStarts: [Int]
    /// The index of each day's month.
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

    /// Returns the date of a day as a number such as 20250910.
    func number(of day: Int) -> Int { numbers[day] }

    /// Returns a month as a number such as 202509.
    static func number(ofMonth month: Int) -> Int {
        (firstYear + month / 12) * 100 + month % 12 + 1
    }

    /// Splits a period at month boundaries; `body` gets the month's index, the part of the period
    /// in it, and the month's first day.
    func forEachMonth(of days: Range<Int>, body: (Int, Range<Int>, Int) -> Void) {
        for month in months[days.lowerBound]...months[days.upperBound - 1] {
            let whole = monthStarts[month]..<monthStarts[month + 1]
            body(month, days.clamped(to: whole), whole.lowerBound)
        }
    }

    /// Returns the days of a month, for 1901 to 2099, where every fourth year is a leap year.
    private static func dayCount(ofMonth month: Int) -> Int {
        switch month % 12 {
        case 1: (firstYear + month / 12) % 4 == 0 ? 29 : 28
        case 3, 5, 8, 10: 30
        default: 31
        }
    }
}
