import GRDB
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

@Suite("Availability")
struct AvailabilityTests {
    private static let columns =
        "hotel, room, characteristic, month, open_days, lowest_price, mean_price"

    /// Two contracts of hotel 555 across the end of a year, and one of hotel 7.
    private func tree(names: [String]) throws -> Tree {
        let contracts = [
            header(contract: 1)
                + section(
                    "CNIN", "20251230:20260102:DBL:ST:1:(0,2)(0,0)(0,5)(3,)",
                    "20251231:20251231:DBL:ST::(,1)")
                + section(
                    "CNCT", "20251231:20260101:DBL:ST:::(N,0.000,0.000,0,RO,100.000)(N,,,,,50.5)"),
            header(contract: 2)
                + section("SIIN", "20251231:20251231:DBL:ST:AI:(0,365,4)")
                + section(
                    "SIAP", "20251230:20251231:DBL:ST:AI:1:1::N:(,,)(0.000,0.000,100.001)",
                    "20251231:20251231:DBL:VM:AI:1:1::N:(,,)"),
            header(contract: 3, hotel: 7) + section("CNIN", "20260101:20260101:DBL:ST::(0,1)"),
        ]
        let tree = try Tree()
        for (name, contract) in zip(names, contracts) { try tree.contract(contract, name: name) }
        return tree
    }

    /// December: the 30th and 31st are open (contract 1: 30th, and 31st by its second record), with
    /// amounts 100.000 and 100.001. January: the 1st is open, with 50.5. A room of empty tuples has
    /// a row.
    private let expected = [
        "555|DBL|ST|202512|2|100.0|100.001",
        "555|DBL|ST|202601|1|50.5|50.5",
        "555|DBL|VM|202512|0|NULL|NULL",
        "7|DBL|ST|202601|1|NULL|NULL",
    ]

    @Test("Days and prices of all contracts are combined by month", arguments: strategies)
    func byHand(strategy: String) async throws {
        let finding = try await run(strategy, tree(names: ["a", "b", "c"]))
        #expect(finding.failedCount == 0)
        #expect(try finding.rows("Availability", Self.columns) == expected)
    }

    @Test(
        "The summary is the same for any order of files, and if it doesn't fit in memory",
        arguments: [1, 2, 8192], [0, 5, 128 << 10])
    func spilling(rowCountMax: Int, textByteCountMax: Int) async throws {
        // The system lists a folder's files in its own order.
        for names in [["a", "b", "c"], ["z", "y", "x"], ["m", "c", "q"]] {
            let strategy = Streamed(
                summaryRowCountMax: rowCountMax, summaryTextByteCountMax: textByteCountMax)
            let tree = try tree(names: names)
            let finding = try await run(strategy, tree)
            #expect(try finding.rows("Availability", Self.columns) == expected)
            #expect(try finding.outcome == (await run("load-all", tree)).outcome)
        }
    }

    @Test("The number of open days is the number of bits in the month's mask")
    func openDays() async throws {
        let finding = try await run("streamed", Tree())
        let queue = try DatabaseQueue(path: finding.database)
        try await queue.write { database in
            var random = SplitMix64(seed: 5)
            let masks =
                (0..<31).map { 1 << $0 } + [0, 0x7FFF_FFFF]
                + (0..<1000).map { _ in Int.random(in: 0...0x7FFF_FFFF, using: &random) }
            for (month, mask) in masks.enumerated() {
                try database.execute(
                    sql: """
                        INSERT INTO Availability
                            (hotel, room, characteristic, month, day_mask, price_count,
                            price_total_high, price_total_low)
                        VALUES (1, 'R', 'C', ?, ?, 0, 0, 0)
                        """, arguments: [month, mask])
            }
            let counts = try Int.fetchAll(
                database, sql: "SELECT open_days FROM Availability ORDER BY month")
            #expect(counts == masks.map(\.nonzeroBitCount))
        }
    }

    @Test("Full accumulators return their rows in the order of the table's key")
    func order() {
        var accumulator = AvailabilityAccumulator(rowCountMax: 100, textByteCountMax: 1000)
        let keys: [(Int64, String, String, Int)] = [
            (2, "A", "B", 202501), (-1, "Z", "Z", 202512), (2, "AB", "A", 202501),
            (2, "A", "BA", 202501), (2, "A", "B", 202412), (2, "É", "B", 202412),
        ]
        for (hotel, room, characteristic, month) in keys + keys.reversed() {
            var share = MonthShare(month: month)
            share.prices.add(3)
            let isAdded = Array(room.utf8).withUnsafeBytes { room in
                Array(characteristic.utf8).withUnsafeBytes { characteristic in
                    accumulator.add(
                        share,
                        for: AvailabilityKey(
                            hotel: hotel, room: room, characteristic: characteristic))
                }
            }
            #expect(isAdded)
        }
        var lines: [String] = []
        accumulator.drain { row in
            let room = String(decoding: row.key.room, as: UTF8.self)
            let characteristic = String(decoding: row.key.characteristic, as: UTF8.self)
            lines.append("\(row.key.hotel) \(room) \(characteristic) \(row.share.month)")
            #expect(row.share.prices.count == 2)
        }
        #expect(
            lines == [
                "-1 Z Z 202512", "2 A B 202412", "2 A B 202501", "2 A BA 202501", "2 AB A 202501",
                "2 É B 202412",
            ])
        accumulator.drain { _ in Issue.record("it was drained before") }
    }
}
