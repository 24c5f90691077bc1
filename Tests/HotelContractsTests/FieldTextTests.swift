import Foundation
import Testing

@testable import HotelContracts

@Suite("Typed text")
struct FieldTextTests {
    private func number(_ type: FieldType, _ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            // An empty array may have no address.
            let start = bytes.baseAddress ?? UnsafePointer(bitPattern: 8)
            guard var position = start else { return nil }
            let end = position + bytes.count
            guard let value = FieldText.number(type, from: &position, end: end), position == end
            else {
                return nil
            }
            return value
        }
    }

    private static let goodTexts: [(FieldType, String, Int64)] = [
        (.integer, "0", 0), (.integer, "-0", 0), (.integer, "007", 7), (.integer, "-16283", -16283),
        (.integer, "999999999999999999", 999_999_999_999_999_999),
        (.integer, "-999999999999999999", -999_999_999_999_999_999),
        (.decimal, "171.610", 171_610), (.decimal, "171.61", 171_610), (.decimal, "0.1", 100),
        (.decimal, "5", 5000), (.decimal, "-0.005", -5), (.decimal, "-0", 0),
        (.decimal, "999999999999.999", 999_999_999_999_999), (.decimal, "000000000001.5", 1500),
        (.date, "20240229", 20_240_229), (.date, "19000101", 19_000_101),
        (.date, "21991231", 21_991_231), (.flag, "Y", 1), (.flag, "N", 0),
    ]

    private static let badTexts: [(FieldType, String)] = [
        (.integer, "-"), (.integer, "+1"), (.integer, "1 "), (.integer, " 1"), (.integer, "1.0"),
        (.integer, "1000000000000000000"), (.integer, "--1"), (.integer, "1e3"), (.integer, "١"),
        (.integer, "99999999999999999999999999999999"), (.decimal, "."), (.decimal, ".5"),
        (.decimal, "5."), (.decimal, "1.2345"), (.decimal, "1000000000000.0"), (.decimal, "1,5"),
        (.decimal, "-"), (.decimal, "1.2.3"), (.decimal, "1.-2"), (.date, "20230229"),
        (.date, "19000229"), (.date, "18991231"), (.date, "22000101"), (.date, "20251301"),
        (.date, "20250001"), (.date, "20250100"), (.date, "20250431"), (.date, "2025091"),
        (.date, "202509100"), (.date, "-20250910"), (.date, "2025-9-1"), (.flag, "y"),
        (.flag, "YY"), (.flag, "1"), (.flag, "Yes"),
    ]

    @Test("Valid values are accepted by both parsers", arguments: goodTexts)
    func good(type: FieldType, text: String, expected: Int64) {
        #expect(number(type, text) == expected)
        #expect(type.accepts(text))
        if type == .decimal { #expect(thousandths(of: text) == expected) }
    }

    @Test("Invalid values are rejected by both parsers", arguments: badTexts)
    func bad(type: FieldType, text: String) {
        #expect(number(type, text) == nil)
        #expect(!type.accepts(text))
    }

    @Test("Empty text is no value, rather than an invalid one")
    func empty() {
        for type in [FieldType.integer, .decimal, .date, .flag] {
            #expect(number(type, "") == FieldText.absent)
        }
    }

    @Test("Both calendars equal Foundation's, day by day over three centuries")
    func calendar() throws {
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = try #require(TimeZone(identifier: "UTC"))
        var day = try #require(
            utc.date(from: DateComponents(year: 1900, month: 1, day: 1)))
        var ordinal = try #require(CalendarDay(number: 19_000_101)).ordinal
        var numbers: [Int] = []
        var wrong: [Int] = []
        while true {
            let parts = utc.dateComponents([.year, .month, .day], from: day)
            let number =
                (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0)
            guard number <= 21_991_231 else { break }
            if CalendarDay(number: number)?.ordinal != ordinal { wrong.append(number) }
            numbers.append(number)
            ordinal += 1
            day = day.addingTimeInterval(86_400)
        }
        let existing = Set(numbers)
        for number in 18_991_201...22_000_131
        where (CalendarDay(number: number) != nil) != existing.contains(number) {
            wrong.append(number)
        }
        #expect(wrong == [])
        for start in stride(from: 0, to: numbers.count - 4000, by: 3571) {
            let expected = numbers[start..<start + 4000].map { String($0) }
            #expect(days(from: expected[0], to: expected[3999]) == expected)
            #expect(days(from: expected[0], to: String(numbers[start + 4000])) == nil)
        }
    }

    @Test("A mean is rounded half away from zero")
    func mean() {
        func mean(_ amounts: Int64...) -> Int64 {
            var prices = PriceTotals()
            for amount in amounts { prices.add(amount) }
            return prices.meanOfRecord
        }
        #expect(mean(1, 2) == 2)
        #expect(mean(-1, -2) == -2)
        #expect(mean(1, 1, 2) == 1)
        #expect(mean(1, 2, 2) == 2)
        #expect(mean(-3, 4) == 1)
        #expect(mean(3, -4) == -1)
        #expect(mean(7) == 7)
        #expect(mean(0, 0) == 0)
    }
}
