import MemoryBudget
import Testing

@Suite("Scales")
struct ScaleTests {
    @Test(
        "Scales are parsed in thousands, millions and billions",
        arguments: [
            ("0", 0), ("1", 1), ("154544", 154_544), ("10k", 10_000), ("1.5M", 1_500_000),
            ("2M", 2_000_000), ("3G", 3_000_000_000), ("10_000", 10_000),
        ])
    func parsing(text: String, units: Int) throws {
        let scale = try Scale(parsing: text)
        #expect(scale.units == units)
        #expect(scale.label == text.filter { $0 != "_" })
    }

    @Test(
        "Other unambiguous spellings are accepted, and get the usual label",
        arguments: [
            ("10K", 10_000, "10k"), ("1e6", 1_000_000, "1M"), ("2 million", 2_000_000, "2M"),
            ("1_000", 1_000, "1000"), (" 5 k ", 5_000, "5k"),
        ])
    func spellings(text: String, units: Int, label: String) throws {
        let scale = try Scale(parsing: text)
        #expect(scale.units == units)
        #expect(scale.label == label)
    }

    @Test("Every decimal that is a whole number of units is accepted, also one that Double rounds")
    func decimals() throws {
        for thousandths in stride(from: 1, through: 9_999, by: 1) {
            let digits = String(1_000 + thousandths % 1_000).dropFirst()
            let number = "\(thousandths / 1_000).\(digits)"
            #expect(try Scale(parsing: "\(number)k").units == thousandths)
            #expect(try Scale(parsing: "\(number)M").units == thousandths * 1_000)
        }
    }

    @Test(
        "Any other scale is refused, with the likely intended one as a proposal",
        arguments: [
            ("10m", "10M"), ("10Mi", "10M"), ("1g", "1G"), ("5x", "5"), ("10000 rows", "10000"),
            ("10,000", "10000"), ("1,5M", "1.5M"), ("10 000", "10000"), ("1bn", "1G"),
            ("many", nil), ("", nil), ("-1", "1"), ("1.5", nil), ("0.0001k", nil),
            ("1.0000005M", nil),
        ] as [(String, String?)])
    func refusing(text: String, proposal: String?) throws {
        let error = try #require(throws: QuantityError.self) { try Scale(parsing: text) }
        #expect(error.proposal == proposal)
        #expect(error.message.contains("'\(text)'"))
        if let proposal { _ = try Scale(parsing: proposal) }
    }

    @Test(
        "A scale created in code has the shortest exact label, which parses back",
        arguments: [
            (0, "0"), (1, "1"), (999, "999"), (1_000, "1k"), (1_500, "1500"), (10_000, "10k"),
            (1_500_000, "1500k"), (2_000_000, "2M"), (3_000_000_000, "3G"),
        ])
    func labels(units: Int, label: String) throws {
        #expect(Scale(units: units).label == label)
        #expect(try Scale(parsing: label) == Scale(units: units))
    }

    @Test("Scales sort by units, and the floor is below all")
    func sorting() {
        let scales = [Scale(units: 2_000), .floor, Scale(units: 10)]
        #expect(scales.sorted().map(\.label) == ["0", "10", "2k"])
    }
}
