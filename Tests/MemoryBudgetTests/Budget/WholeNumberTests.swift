import MemoryBudget
import Testing

@Suite("Numbers out of range")
struct WholeNumberTests {
    private static let endless = "1" + String(repeating: "0", count: 400)

    private func message(_ parse: () throws(QuantityError) -> Void) -> String? {
        do throws(QuantityError) {
            try parse()
            return nil
        } catch {
            return error.proposal == nil ? error.message : "\(error)"
        }
    }

    @Test(
        "A number that is too large is refused with the largest one, whatever its kind",
        arguments: [
            "100000000000000000", "100000000000000000k", "1000001G", endless, endless + "G",
        ])
    func scale(text: String) {
        let expected = "'\(text)' is too large; the largest is 1000000G"
        #expect(message { () throws(QuantityError) in _ = try Scale(parsing: text) } == expected)
    }

    @Test("The largest number of each kind is accepted")
    func largest() throws {
        #expect(try Scale(parsing: "1000000G").units == 1_000_000_000_000_000)
        #expect(try Scale(parsing: "1000000000000000").label == "1000000000000000")
        #expect(try ByteCount(parsing: "1048576TiB").bytes == 1 << 60)
        #expect(try TimeSpan.parse("2500000h") == .seconds(9_000_000_000))
    }

    @Test(
        "One more than the largest size is too large", arguments: ["1048577TiB", endless + "MiB"])
    func size(text: String) {
        let found = message { () throws(QuantityError) in _ = try ByteCount(parsing: text) }
        #expect(found == "'\(text)' is too large; the largest is 1048576TiB")
    }

    @Test("A time above 285 years is too large", arguments: ["2500001h", endless + "s"])
    func time(text: String) {
        let found = message { () throws(QuantityError) in _ = try TimeSpan.parse(text) }
        #expect(found == "'\(text)' is too large; the largest is 2500000h")
    }

    @Test(
        "A text is a number within the range, above it, below it, or not a number",
        arguments: [
            ("1", nil), ("1000", nil), ("1001", "'1001' is too large; the largest is 1000"),
            (
                "99999999999999999999",
                "'99999999999999999999' is too large; the largest is 1000"
            ),
            ("0", "'0' is too small; the smallest is 1"),
            ("-3", "'-3' is too small; the smallest is 1"),
            ("-99999999999999999999", "'-99999999999999999999' is too small; the smallest is 1"),
            ("3.5", "'3.5' is not a whole number from 1 to 1000"),
            ("", "'' is not a whole number from 1 to 1000"),
        ] as [(String, String?)])
    func whole(text: String, expected: String?) {
        let found = message { () throws(QuantityError) in
            _ = try WholeNumber.parse(text, in: 1...1000)
        }
        #expect(found == expected)
    }

    @Test("A seed is any 64-bit number")
    func seed() throws {
        let range = UInt64.min...UInt64.max
        #expect(try WholeNumber.parse("18446744073709551615", in: range) == UInt64.max)
        let found = message { () throws(QuantityError) in
            _ = try WholeNumber.parse("18446744073709551616", in: range)
        }
        #expect(
            found
                == "'18446744073709551616' is too large; the largest is 18446744073709551615")
    }

    @Test("A run has at most 10,000 shards", arguments: ["1/10001", "1/99999999999999999999"])
    func shards(text: String) {
        let found = message { () throws(QuantityError) in _ = try Shard(parsing: text) }
        #expect(found == "'\(text)' is too many shards; the maximum is 10000")
    }
}
