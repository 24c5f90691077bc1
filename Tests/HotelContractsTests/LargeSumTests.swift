import Testing

@testable import HotelContracts

/// Sums beyond the exact range of 64 bits, or of a double.
@Suite("Large sums")
struct LargeSumTests {
    /// The largest amount that a file can have.
    private static let largest = "999999999999.999"

    private func cost(_ contract: Int, _ amount: String) -> String {
        header(contract: contract)
            + section(
                "CNCT",
                "20250101:20250131:DBT:ST:::"
                    + String(repeating: "(N,,,,RO,\(amount))", count: 31))
    }

    private func summary(_ strategy: String, _ amounts: [String]) async throws -> [String] {
        let tree = try Tree()
        for (number, amount) in amounts.enumerated() {
            try tree.contract(cost(number, amount), name: "c\(number)")
        }
        let finding = try await run(strategy, tree)
        #expect(finding.failedCount == 0)
        #expect(finding.doneCount == amounts.count)
        return try finding.rows("Availability", "printf('%!.3f|%!.3f', lowest_price, mean_price)")
    }

    @Test("The mean of a month is exact, however large its sum", arguments: strategies)
    func mean(strategy: String) async throws {
        let many = Array(repeating: Self.largest, count: 310)
        #expect(try await summary(strategy, many) == ["\(Self.largest)|\(Self.largest)"])
        let negative = many.map { "-\($0)" }
        #expect(try await summary(strategy, negative) == ["-\(Self.largest)|-\(Self.largest)"])
    }

    @Test("Amounts of both signs cancel out, in any order", arguments: strategies)
    func cancelling(strategy: String) async throws {
        let half = Array(repeating: Self.largest, count: 320)
        let amounts = half + half.map { "-\($0)" } + ["640.001"]
        // 31 of 31 × 641 amounts, rounded: 640.001 / 641 is 0.998…
        #expect(try await summary(strategy, amounts) == ["-\(Self.largest)|0.998"])
    }

    @Test("A sum between 2⁶² and 2⁶³ is rounded half away from zero", arguments: strategies)
    func rounding(strategy: String) async throws {
        // 4.65 × 10¹⁸ thousandths.
        let many = Array(repeating: Self.largest, count: 149)
        #expect(
            try await summary(strategy, many + ["999999999999.998"]) == [
                "999999999999.998|\(Self.largest)"
            ])
        #expect(
            try await summary(
                strategy, ["999999999999.999", "999999999999.998"].map { "-\($0)" })
                == ["-\(Self.largest)|-\(Self.largest)"])
    }

    @Test("Allotments beyond 64 bits are rejected by every strategy", arguments: strategies)
    func allotments(strategy: String) async throws {
        let tree = try Tree()
        func inventory(_ dayCount: Int) -> String {
            let day = dayCount < 10 ? "0\(dayCount)" : "\(dayCount)"
            return "20250101:202501\(day):DBT:ST:1:"
                + String(repeating: "(0,999999999999999999)", count: dayCount)
        }
        try tree.contract(header() + section("CNIN", inventory(9), inventory(10)))
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Inventory", "allotment") == ["8999999999999999991"])
        #expect(finding.failedCount == 1)
    }
}
