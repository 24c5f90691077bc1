import MemoryBudget
import Testing

@testable import HotelContracts

/// Valid and invalid records, for every strategy; the strategies' parsers share nothing.
@Suite("Records")
struct RecordRuleTests {
    @Test("Normal records are never rejected", arguments: strategies)
    func normal(strategy: String) async throws {
        let tree = try Tree()
        try tree.general(
            "{GHOT}\n1:4EST:PMI:CH::[]:3:N:ES:H:2.65:39.571:Bar: the café: \r\n"
                + "2::PMI:::::::::\n3::PMI\n4::PMI:::::::::-0.005:\n{/GHOT}\n{GNEW}\n(a:b)\n{/GNEW}",
            name: "GHOT_F")
        try tree.contract(
            header() + section("CNHA", "DBT:ST:2:2:2:2:0", "SGL:ST:1:1:1:1:0:0:0:0:a:new:field:")
                + section("CNXYZ", "what:(ever", "{not a mark}")
                + section("CNIN", "20110501:20110502:DBT:ST:1:extra::(0,8)(0,10)")
                + section("CNIN", "20110501:20110501:DBT:ST:(0,8,9,10)")
                + section("CNIN", "20110501:20110503:SUI:ST:2:(1,8)(11,9)(11,3)")
                + section("CNCT", "20110501:20110502:SUI:ST:::(N,,,,RO,1)(N,,,,ROX,2)")
                + section("CNES") + section("CNHA", "SUI:(ST):2:2:2")
                + section("CNTA", "a,b:c\r", "\r", "", ":x:".dropFirst() + "")
                + "{CNOE}\nA:B:N\n{/CNOE}")
        let finding = try await run(strategy, tree)
        #expect(finding.failedCount == 0)
        #expect(finding.doneCount == 1)
        #expect(
            try finding.rows("Hotel", "hotel, category, reserved, longitude, latitude, name") == [
                "1|4EST|[]|2.65|39.571|Bar: the café: ", "2|NULL|NULL|NULL|NULL|NULL",
                "3|NULL|NULL|NULL|NULL|NULL", "4|NULL|NULL|NULL|-0.005|NULL",
            ])
        #expect(
            try finding.rows("Room", "room, characteristic, max_infants, min_children") == [
                "DBT|ST|NULL|NULL", "SGL|ST|0|0", "SUI|(ST)|NULL|NULL",
            ])
        #expect(
            try finding.rows("Inventory", "office, contract, rate, days, allotment") == [
                "97|14126|1|2|18", "97|14126|2|3|20", "97|14126|NULL|1|8",
            ])
        #expect(try finding.rows("Cost", "days, lowest_amount, mean_amount") == ["2|1.0|1.5"])
        #expect(try finding.rows("Rate", "code, description") == ["a,b|c", "x|NULL"])
        #expect(try finding.rows("CombinableOffer") == ["97|14126|A|B|0"])
        #expect(
            try finding.rows("OtherRecord") == [
                "97|14126|CNXYZ|what:(ever", "97|14126|CNXYZ|{not a mark}", "NULL|NULL|GNEW|(a:b)",
            ])
    }

    /// Sections, each with a record that is rejected.
    private static let badRecords: [(String, String)] = [
        // A required field is missing or empty, or a field has another type.
        ("CNHA", "DBT"), ("CNHA", "DBT::2:2:2"), ("CNHA", "DBT:ST:2:2:"), ("CNHA", "DBT:ST:x:2:2"),
        ("CNHA", "DBT:ST:2:2:2:2:0:0:0:1.0"), ("CNCL", "ES:J"), ("CNCL", "ES:"), ("CNTA", ":x"),
        ("CNHF", "A:20250230:20250301"), ("CNHF", "A:20250228:20250301:1.2345"),
        ("CNPV", "20250301:2025030"), ("CNCF", "x:20250301:20250301::3"),
        // Tuples: malformed, too short, of the wrong type, or of the wrong number.
        ("CNIN", "20250301:20250301:DBT:ST:1:"), ("CNIN", "20250301:20250301:DBT:ST:1"),
        ("CNIN", "20250301:20250301:DBT:ST:1:x"), ("CNIN", "20250301:20250301:DBT:ST:1:(0,8"),
        ("CNIN", "20250301:20250301:DBT:ST:1:(0,8)x"),
        ("CNIN", "20250301:20250301:DBT:ST:1:(0,8):"),
        ("CNIN", "20250301:20250302:DBT:ST:1:(0,8) (0,8)"), ("CNIN", "20250301:20250301:(0,8):ST"),
        ("CNIN", "20250301:20250301:DBT:ST:1:((0,8))"), ("CNIN", "20250301:20250301:DBT:ST:1:(0)"),
        ("CNIN", "20250301:20250301:DBT:ST:1:()"), ("CNIN", "20250301:20250301:DBT:ST:1:(0,x)"),
        ("CNIN", "20250301:20250301:DBT:ST:1:(0.0,8)"),
        ("CNIN", "20250301:20250301:DBT:ST:1:(0, 8)"),
        ("CNIN", "20250301:20250302:DBT:ST:1:(0,8)"),
        ("CNIN", "20250301:20250302:DBT:ST:1:(0,8)(0,8)(0,8)"),
        ("CNIN", "20250302:20250301:DBT:ST:1:(0,8)"), ("CNIN", "20250302:20250301:DBT:ST:1:"),
        ("CNIN", "20250301:20250301:DBT:ST:1:(0,8,(9))"),
        ("SIAP", "20250301:20250301:DBT:ST:AI:1:1::N:(,)"),
        ("SIAP", "20250301:20250301:DBT:ST:AI:1:1::N:(,,1.2345)"),
        ("CNCT", "20250301:20250301:DBT:ST:::(X,0.000,0.000,0,RO,1.000)"),
        ("CNCT", "20250301:20250301:DBT:ST:::(N,0.000,0.000,0,R(O,1.000)"),
        (
            "CNIN",
            "20250301:20250302:DBT:ST:1:"
                + String(repeating: "(0,999999999999999999)", count: 2)
                .replacing("(0,9", with: "(0,x")
        ),
    ]

    @Test("A record is rejected with its file and line, and the next one is read")
    func bad() async throws {
        for strategy in strategies {
            let tree = try Tree()
            for (index, (name, record)) in Self.badRecords.enumerated() {
                try tree.contract(
                    header(contract: index)
                        + section(name, record, record) + section("CNHA", "DBL:ST:2:2:2"),
                    name: "\(index)")
            }
            let finding = try await run(strategy, tree)
            #expect(finding.failedCount == 2 * Self.badRecords.count)
            #expect(finding.outcome.rows == 2 * Self.badRecords.count, "a contract and a room each")
            let expected = Set(
                Self.badRecords.indices.flatMap { index in
                    [5, 6].map { "DESTINATIONS/D_PMI/\(index):\($0)" }
                })
            #expect(Set(finding.rejected.map { "\($0.file ?? ""):\($0.line)" }) == expected)
        }
    }

    @Test("Periods of 4,000 days are read, of 4,001 rejected", arguments: strategies)
    func longPeriods(strategy: String) async throws {
        let tree = try Tree()
        let tuples = String(repeating: "(0,1)", count: 4000)
        try tree.contract(
            header()
                + section(
                    "CNIN", "20200101:20301213:DBL:ST:1:\(tuples)",
                    "20200101:20301214:DBL:ST:1:\(tuples)(0,1)"))
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Inventory", "days, allotment") == ["4000|4000"])
        #expect(try finding.rows("Availability", "count(*), sum(open_days)") == ["132|4000"])
        #expect(finding.failedCount == 1)
    }

    @Test("Allotments that exceed 64 bits are rejected, not truncated", arguments: strategies)
    func overflow(strategy: String) async throws {
        let tree = try Tree()
        let tuples = String(repeating: "(0,999999999999999999)", count: 10)
        try tree.contract(
            header()
                + section(
                    "CNIN", "20200101:20200109:DBL:ST:1:" + tuples.dropLast(22),
                    "20200101:20200110:DBL:ST:1:\(tuples)"))
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Inventory", "allotment") == ["8999999999999999991"])
        #expect(finding.failedCount == 1)
    }

    @Test("Invalid UTF-8 and records of more than 1 MiB are rejected", arguments: strategies)
    func damaged(strategy: String) async throws {
        let tree = try Tree()
        let long = String(repeating: "x", count: 1 << 20)
        var bytes = Array((header() + "{CNTA}\nA:").utf8) + [0xC3, 0x28]
        bytes += Array("\nB:\(long)\nC:\(long.dropLast(2))\nD:n\u{0}ul\n{/CNTA}\n{CNCL}\nE".utf8)
        bytes += [0xFF] + Array(":Y\n{/CNCL}\n".utf8)
        try tree.contract(bytes, name: "a")
        let finding = try await run(strategy, tree)
        #expect(finding.failedCount == 3)
        #expect(finding.rejected.map(\.line) == [5, 6, 11])
        #expect(
            try finding.rows("Rate", "code, length(CAST(description AS BLOB))") == [
                "C|1048574", "D|4",
            ])
    }
}
