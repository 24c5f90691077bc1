import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportXLSX

@Suite("XLSX exports of tickets")
struct ExportTests {
    /// Settings, each with its SQL written by hand.
    static let selections: [(settings: [String], sql: String)] = [
        ([], "SELECT * FROM tickets ORDER BY id"),
        (
            ["query=numbers"],
            "SELECT number, barcode FROM tickets WHERE barcode NOT NULL ORDER BY id"
        ),
        (["query=barcodes"], "SELECT barcode FROM tickets WHERE barcode NOT NULL ORDER BY id"),
        (["query=filtered"], "SELECT * FROM tickets WHERE status = 'valid' ORDER BY id"),
        (
            ["query=filtered", "status=used", "limit=40"],
            "SELECT * FROM tickets WHERE status = 'used' ORDER BY id LIMIT 40"
        ),
        (["limit=1"], "SELECT * FROM tickets ORDER BY id LIMIT 1"),
    ]

    @Test(
        "openpyxl reads every row with the types that sqlite3 reads",
        .enabled(if: PythonPackages.areWanted), arguments: Tickets.strategies)
    func openpyxl(strategy: String) async throws {
        let tickets = try Tickets(count: 3000)
        var workbooks: [(path: String, sql: String)] = []
        var sheets: [[Int]] = []
        for (index, selection) in Self.selections.enumerated() {
            let export = try await tickets.export(
                strategy, selection.settings, to: "out/\(index).xlsx")
            workbooks.append((export.path, selection.sql))
            sheets.append([export.doneCount + 1])
        }
        let comparisons = try await Comparison.of(workbooks, tickets.database)
        #expect(comparisons.flatMap(\.differences) == [])
        #expect(comparisons.map(\.sheets) == sheets)
    }

    @Test("Verification uses the manifest or the input", arguments: Tickets.strategies)
    func verified(strategy: String) async throws {
        let tickets = try Tickets(count: 3000)
        for (index, selection) in Self.selections.enumerated() {
            let export = try await tickets.export(
                strategy, selection.settings, to: "out/\(index).xlsx")
            let outcome = try tickets.verify(export)
            let named = outcome.expectation.flatMap { tickets.manifest?.expectations?[$0] }
            let expected = try #require(outcome.expected ?? named)
            #expect(outcome.disagreement(with: expected, rowsFailed: export.failedCount) == nil)
            #expect(outcome.rows == export.doneCount)
        }
    }

    @Test(
        "A full sheet is followed by the next, with the column names",
        .enabled(if: PythonPackages.areWanted), arguments: Tickets.strategies)
    func rollOver(strategy: String) async throws {
        let tickets = try Tickets(count: 1000)
        let sizes = [
            (limit: 1000, sheets: [Int](repeating: 100, count: 10) + [11]),
            (limit: 198, sheets: [100, 100]), (limit: 199, sheets: [100, 100, 2]),
            (limit: 99, sheets: [100]),
        ]
        var workbooks: [(path: String, sql: String)] = []
        for (limit, _) in sizes {
            let context = try tickets.context("\(limit).xlsx", ["limit=\(limit)"])
            try export(strategy, context, sheetRowCountMax: 100)
            workbooks.append(
                (context.output, "SELECT * FROM tickets ORDER BY id LIMIT \(limit)"))
            let outcome = try TicketExportXLSX().verify(
                Artefact(
                    input: context.input, output: context.output, datasetKind: "tickets",
                    settings: context.settings))
            #expect(outcome.digest == outcome.expected?.digest)
        }
        let comparisons = try await Comparison.of(workbooks, tickets.database)
        #expect(comparisons.flatMap(\.differences) == [])
        #expect(comparisons.map(\.sheets) == sizes.map(\.sheets))
    }

    @Test(
        "A streamed sheet also ends before an archive would need ZIP64 for it",
        .enabled(if: PythonPackages.areWanted))
    func byteLimit() async throws {
        let tickets = try Tickets(count: 1000)
        let context = try tickets.context("out.xlsx")
        var strategy = StreamedExport()
        strategy.sheetByteCountMax = 100 << 10
        try strategy.export(context)
        let comparison = try await Comparison.of(
            context.output, tickets.database, "SELECT * FROM tickets ORDER BY id")
        #expect(comparison.differences == [])
        #expect((3...5).contains(comparison.sheets.count))
    }

    @Test("An export without rows creates nothing, and is correct", arguments: Tickets.strategies)
    func empty(strategy: String) async throws {
        let tickets = try Tickets(holders: [])
        let export = try await tickets.export(strategy)
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: tickets.directory.path("out")) == [])
        let outcome = try tickets.verify(export)
        #expect(outcome.rows == 0)
        #expect(outcome.digest == RowDigest().hexadecimal)
    }

    @Test("Nothing is left next to the workbook", arguments: Tickets.strategies)
    func alone(strategy: String) async throws {
        let tickets = try Tickets(count: 100)
        _ = try await tickets.export(strategy)
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: tickets.directory.path("out")) == ["tickets.xlsx"])
    }

    @Test(
        "A streamed workbook has the same content with any compressor",
        .enabled(if: PythonPackages.areWanted))
    func compressors() async throws {
        let tickets = try Tickets(count: 3000)
        var workbooks: [(path: String, sql: String)] = []
        for compressor in Compressor.available {
            var strategy = StreamedExport()
            strategy.compressor = compressor
            let context = try tickets.context("\(compressor.name).xlsx")
            try strategy.export(context, sheetRowCountMax: 1100)
            workbooks.append((context.output, "SELECT * FROM tickets ORDER BY id"))
        }
        let comparisons = try await Comparison.of(workbooks, tickets.database)
        #expect(comparisons.flatMap(\.differences) == [])
        #expect(comparisons.allSatisfy { $0.sheets == [1100, 1100, 803] })
    }

    @Test("Equal streamed exports are equal files")
    func reproducible() async throws {
        let tickets = try Tickets(count: 100)
        let first = try await tickets.export("streamed", to: "1.xlsx")
        let second = try await tickets.export("streamed", to: "2.xlsx")
        #expect(FileManager.default.contentsEqual(atPath: first.path, andPath: second.path))
    }
}
