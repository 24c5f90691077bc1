import MemoryBudget
import Testing

@Suite("Durations")
struct TimeSpanTests {
    @Test(
        "Durations are parsed with their unit",
        arguments: [
            ("1ns", 1), ("250us", 250_000), ("250µs", 250_000), ("500ms", 500_000_000),
            ("30s", 30_000_000_000), ("1.5s", 1_500_000_000), ("2m", 120_000_000_000),
            ("1h", 3_600_000_000_000),
            ("7d", 604_800_000_000_000), ("2w", 1_209_600_000_000_000), ("0s", 0),
            ("1_000 ms", 1_000_000_000), ("30sec", 30_000_000_000), ("30 S", 30_000_000_000),
            ("2min", 120_000_000_000), ("2 minutes", 120_000_000_000),
            ("1hour", 3_600_000_000_000), ("5msec", 5_000_000), ("3 days", 259_200_000_000_000),
            ("1h30m", 5_400_000_000_000), ("1m 30s", 90_000_000_000),
            ("250\u{3BC}s", 250_000),
        ])
    func parsing(text: String, nanoseconds: Int) throws {
        let duration = try TimeSpan.parse(text)
        #expect(duration == .nanoseconds(nanoseconds))
        #expect(duration.wholeNanoseconds == nanoseconds)
        #expect(duration.seconds == Double(nanoseconds) / 1e9)
    }

    @Test(
        "A duration without a known unit is refused, with the nearest unit as a proposal",
        arguments: [
            ("30", "30s"), ("2M", "2m"), ("5 sekunden", "5s"), ("1,5s", "1.5s"), ("-1s", "1s"),
            ("5 x", nil), ("soon", nil), ("", nil), ("1:30", nil), ("30m1h", nil), ("1h1h", nil),
            ("1h 30", nil),
        ] as [(String, String?)])
    func refusing(text: String, proposal: String?) throws {
        let error = try #require(throws: QuantityError.self) { try TimeSpan.parse(text) }
        #expect(error.proposal == proposal)
        #expect(error.message.contains("'\(text)'"))
        if let proposal { _ = try TimeSpan.parse(proposal) }
    }

    @Test("For an age without a unit, days are proposed")
    func age() throws {
        let error = try #require(throws: QuantityError.self) {
            try TimeSpan.parse("7", proposing: "d")
        }
        #expect(error.proposal == "7d")
    }

    @Test(
        "A duration is displayed with two or three figures and a unit, also at the edges",
        arguments: [
            (0, "0 µs"), (999_400, "999 µs"), (999_600, "1.0 ms"), (1_000_000, "1.0 ms"),
            (99_400_000, "99.4 ms"), (99_600_000, "100 ms"), (412_000_000, "412 ms"),
            (999_400_000, "999 ms"), (999_600_000, "1.00 s"), (3_210_000_000, "3.21 s"),
            (9_994_000_000, "9.99 s"), (9_996_000_000, "10.0 s"), (99_940_000_000, "99.9 s"),
            (99_960_000_000, "1 min 40 s"), (125_000_000_000, "2 min 05 s"),
            (3_599_600_000_000, "1 h 00 min"), (7_500_000_000_000, "2 h 05 min"),
        ])
    func describing(nanoseconds: Int, text: String) {
        #expect(TimeSpan.describe(.nanoseconds(nanoseconds)) == text)
    }
}
