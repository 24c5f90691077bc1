/// A calendar day in the years 1900 to 2199.
struct CalendarDay: Hashable, Sendable {
    var year: Int
    var month: Int
    var day: Int

    /// Creates a day from the number `YYYYMMDD`; `nil` if it doesn't exist or is outside the years.
    @inline(__always)
    init?(number: Int) {
        year = number / 10_000
        month = number / 100 % 100
        day = number % 100
        guard (1900...2199).contains(year), (1...12).contains(month), day >= 1,
            day <= dayCountOfMonth
        else { return nil }
    }

    /// The number of days in its month.
    var dayCountOfMonth: Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Its month as `YYYYMM`.
    var monthNumber: Int { year * 100 + month }

    /// A day number; the difference of two is the number of days between them.
    var ordinal: Int {
        // Years begin in March here, so that the leap day is the last one.
        let years = month > 2 ? year : year - 1
        let months = month > 2 ? month - 3 : month + 9
        return years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day
    }

    /// Moves to the first day of the next month.
    mutating func moveToNextMonth() {
        day = 1
        month += 1
        guard month == 13 else { return }
        month = 1
        year += 1
    }
}

/// The days from one to another, including both.
struct Period: Hashable, Sendable {
    /// The maximum number of days of a record with tuples.
    static let dayCountMax = 4000

    let first: CalendarDay
    let dayCount: Int

    /// Creates the period from one `YYYYMMDD` to another.
    init(from: Int64, to: Int64) throws(RecordRejection) {
        guard let first = CalendarDay(number: Int(from)), let last = CalendarDay(number: Int(to)),
            first.ordinal <= last.ordinal
        else { throw .periodReversed }
        dayCount = last.ordinal - first.ordinal + 1
        guard dayCount <= Self.dayCountMax else { throw .periodTooLong }
        self.first = first
    }
}
