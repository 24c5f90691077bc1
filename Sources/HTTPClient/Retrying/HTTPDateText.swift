/// The three date formats of HTTP: RFC 9110, 5.6.7.
enum HTTPDateText {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Parses a date to seconds since 1970; `nil` for a text in none of the formats.
    static func unixSeconds(in text: String) -> Int? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT, and Sunday, 06-Nov-94 08:49:37 GMT.
        case 6 where words[5] == "GMT":
            return seconds(day: words[1], month: words[2], year: words[3], clock: words[4])
        // Sun Nov  6 08:49:37 1994.
        case 5:
            return seconds(day: words[2], month: words[1], year: words[4], clock: words[3])
        default: return nil
        }
    }

    private static func seconds(
        day: String, month: String, year: String, clock: String
    ) -> Int? {
        let times = clock.split(separator: ":", omittingEmptySubsequences: false).map {
            Int($0) ?? -1
        }
        guard let monthIndex = months.firstIndex(of: month), let day = Int(day),
            (1...31).contains(day), let year = fullYear(year), times.count == 3,
            (0..<24).contains(times[0]), (0..<60).contains(times[1]),
            (0...60).contains(times[2])
        else { return nil }
        let days = daysSince1970(year: year, month: monthIndex + 1, day: day)
        return days * 86_400 + times[0] * 3600 + times[1] * 60 + times[2]
    }

    /// Returns the year of four digits, or of two, which stand for 1970 to 2069.
    private static func fullYear(_ text: String) -> Int? {
        guard let year = Int(text) else { return nil }
        switch text.count {
        case 4: return (1970...9999).contains(year) ? year : nil
        case 2: return year < 70 ? 2000 + year : 1900 + year
        default: return nil
        }
    }

    /// Returns the days since 1970-01-01, by `days_from_civil` of Howard Hinnant's date algorithms.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
