import Foundation
import GRDB
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

@Suite("Agreement")
struct AgreementTests {
    /// A contract with every section that has tuples, and some that don't.
    private func contract(_ number: Int, _ random: inout SplitMix64) -> String {
        var text = header(contract: number, hotel: number % 5)
        for _ in 0..<3 {
            let days = Int.random(in: 1...40, using: &random)
            let last = 20_250_900 + min(30, days)
            let dayCount = last - 20_250_901 + 1
            func tuples(_ tuple: () -> String) -> String {
                (0..<dayCount).map { _ in tuple() }.joined()
            }
            func amount() -> String {
                Bool.random(using: &random) ? "\(Int.random(in: -9...999, using: &random)).125" : ""
            }
            text += section("CNHA", "R\(number % 3):ST:2:2:2:\(days)")
            text += section(
                "CNIN", "20250901:\(last):R\(number % 3):ST:1:" + tuples { "(0,\(days % 4))" })
            text += section(
                "CNCT",
                "20250901:\(last):R\(number % 2):ST:::"
                    + tuples { "(N,0.000,,0,RO,\(amount()))" })
            text += section(
                "SIAP", "20250901:\(last):R1:ST:AI:1:1::N:" + tuples { "(,,\(amount()))" })
            text += section("CNEM", ":20250908:20250927:T::DBL:SU-VM::2:99:Y:Y:Y:Y:Y:Y:Y")
            text += section("CNFOO", "some:thing")
        }
        return text
    }

    /// Deletes, doubles or changes some bytes, mostly in important places.
    private func damage(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array(text.utf8)
        let marks = Array("{}/:(),\r\n0Y-.\u{0}é\u{301}".utf8) + [0xFF]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(bytes[place], at: place)
            case 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
            default: bytes[place] = marks.randomElement(using: &random) ?? 0
            }
        }
        return bytes
    }

    @Test("All strategies agree on damaged contracts", arguments: UInt64(1)...4)
    func damaged(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let tree = try Tree()
        try tree.general(section("GTTO", "RO:Room only"), name: "GTTO_F")
        for number in 0..<60 {
            let bytes = damage(contract(number, &random), &random)
            try tree.contract(bytes, name: "c\(number)")
        }
        let expected = try await run("load-all", tree)
        #expect(expected.failedCount > 30)
        for strategy in strategies {
            let finding = try await run(strategy, tree)
            #expect(finding.outcome == expected.outcome, "\(strategy)")
            #expect(finding.failedCount == expected.failedCount, "\(strategy)")
            #expect(finding.doneCount == 60)
        }
    }

    @Test("Records are the same for any chunks, and any limit between the threads")
    func chunks() async throws {
        var random = SplitMix64(seed: 9)
        let tree = try Tree()
        for number in 0..<4 {
            try tree.contract(damage(contract(number, &random), &random), name: "c\(number)")
        }
        let expected = try await run("load-all", tree)
        for chunkByteCount in 1...64 {
            let flow = ContractFlow(
                parserCount: 1 + chunkByteCount % 3, chunkByteCount: chunkByteCount,
                channelByteCountMax: chunkByteCount)
            let finding = try await run(
                Streamed(flow: flow, summaryRowCountMax: chunkByteCount), tree)
            #expect(finding.outcome == expected.outcome, "chunks of \(chunkByteCount)")
            #expect(finding.failedCount == expected.failedCount)
        }
    }

    @Test("A row that is missing, changed or of another type changes the digest")
    func brokenOutcomes() async throws {
        var random = SplitMix64(seed: 3)
        let tree = try Tree()
        for number in 0..<3 { try tree.contract(contract(number, &random), name: "c\(number)") }
        let good = try await run("streamed", tree)
        let changes = [
            "DELETE FROM Room WHERE rowid = 1", "INSERT INTO Room SELECT * FROM Room LIMIT 1",
            "UPDATE Cost SET mean_amount = mean_amount + 0.001 WHERE rowid = 1",
            "UPDATE Cost SET mean_amount = mean_amount + 0.0001 WHERE rowid = 1",
            "UPDATE Inventory SET rate = '' WHERE rowid = 1",
            "UPDATE MinMaxStay SET rate = '' WHERE rowid = 1",
            "UPDATE MinMaxStay SET monday = 'Y' WHERE rowid = 1",
            "UPDATE MinMaxStay SET monday = NULL WHERE rowid = 1",
            "UPDATE Contract SET name = CAST(name AS BLOB) WHERE rowid = 1",
            "DELETE FROM Availability WHERE hotel = 0",
            "UPDATE Availability SET day_mask = day_mask | 1 << 30",
            "UPDATE Availability SET price_total_low = price_total_low + 1000000 WHERE price_count > 0",
            "UPDATE Availability SET price_total_high = price_total_high + 1 WHERE price_count > 0",
            "UPDATE OtherRecord SET section = 'CNBAR'",
        ]
        for change in changes {
            let path = tree.directory.path("changed.db")
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(atPath: good.database, toPath: path)
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: change) }
            try queue.close()
            #expect(try verify(tree, path).digest != good.outcome.digest, "\(change)")
        }
    }

    @Test("A database without a table or a column is not a result")
    func incomplete() async throws {
        let tree = try Tree()
        let good = try await run("streamed", tree)
        for (change, message) in [
            ("DROP TABLE Tax", "has no table 'Tax'"),
            ("ALTER TABLE Rate RENAME COLUMN code TO kode", "has no column 'code'"),
        ] {
            let queue = try DatabaseQueue(path: good.database)
            try await queue.write { try $0.execute(sql: change) }
            try queue.close()
            let error = #expect(throws: WorkerError.self) { try verify(tree, good.database) }
            #expect(error?.code == .io)
            #expect(error?.message.contains(message) == true)
        }
    }
}
