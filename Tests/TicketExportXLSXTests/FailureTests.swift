import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportXLSX

@Suite("Failures of XLSX exports")
struct FailureTests {
    /// On a disk that is full for a moment, libxlsxwriter writes a workbook with a hole in it and
    /// reports success.
    @Test(
        "On a disk of any size an export is complete, or an error without a file",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"),
        arguments: Tickets.strategies)
    func fullDisk(strategy: String) async throws {
        let tickets = try Tickets(count: 2000)
        var wholeCount = 0
        var failedCount = 0
        for kibibytes in stride(from: 32, through: 2080, by: 128) {
            try await SmallDisk.with(kibibytes: kibibytes) { disk in
                let context = TrialContext(
                    input: tickets.database, output: disk + "/out.xlsx", datasetKind: "tickets",
                    settings: try tickets.settings([]), progress: .unwatched())
                do {
                    try export(strategy, context, sheetRowCountMax: 700)
                    wholeCount += 1
                    let outcome = try TicketExportXLSX().verify(
                        Artefact(
                            input: context.input, output: context.output, datasetKind: "tickets",
                            settings: context.settings))
                    #expect(outcome.digest == tickets.manifest?.expected.digest, "\(kibibytes) KiB")
                } catch let error as WorkerError {
                    failedCount += 1
                    #expect(error.code == .io)
                    #expect(error.message.contains("\(disk)/out.xlsx"), "\(error)")
                    let left = try FileManager.default.contentsOfDirectory(atPath: disk)
                    #expect(left == [], "\(kibibytes) KiB: \(error)")
                }
            }
        }
        #expect(wholeCount > 0)
        #expect(failedCount > 0)
    }

    @Test(
        "A disk that fills up is an error with either compressor",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"),
        arguments: Compressor.available)
    func fullDisk(compressor: Compressor) throws {
        let tickets = try Tickets(count: 4000)
        var strategy = StreamedExport()
        strategy.compressor = compressor
        // minizip buffers 64 KiB and the C library 4: an error may come with the last bytes.
        for kibibytes in [4, 64, 128] {
            try SmallDisk.with(kibibytes: kibibytes) { disk in
                let context = TrialContext(
                    input: tickets.database, output: disk + "/out.xlsx", datasetKind: "tickets",
                    settings: try tickets.settings([]), progress: .unwatched())
                let error = #expect(throws: WorkerError.self) { try strategy.export(context) }
                #expect(error?.code == .io)
                #expect(error?.message.contains("\(disk)/out.xlsx") == true)
                #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == [])
            }
        }
    }

    @Test("A missing folder is reported with the reason", arguments: Tickets.strategies)
    func unwritable(strategy: String) async throws {
        let tickets = try Tickets(count: 10)
        let context = try tickets.context("no/out.xlsx")
        let error = #expect(throws: WorkerError.self) {
            try export(strategy, context, sheetRowCountMax: 100)
        }
        #expect(error?.code == .io)
        #expect(error?.description.hasSuffix("out.xlsx': No such file or directory") == true)
    }

    @Test("An input that is missing or not a database is an error", arguments: Tickets.strategies)
    func badInput(strategy: String) async throws {
        let tickets = try Tickets(count: 10)
        try FileManager.default.removeItem(atPath: tickets.database)
        let missing = await #expect(throws: WorkerError.self) {
            try await tickets.export(strategy)
        }
        #expect(missing?.code == .inputMissing)
        try Data("no database at all, but text".utf8)
            .write(to: URL(fileURLWithPath: tickets.database))
        let broken = await #expect(throws: WorkerError.self) {
            try await tickets.export(strategy)
        }
        #expect(broken?.code == .badSetting)
    }

    @Test(
        "Rejected rows that can't be written end the run, and nothing is left",
        arguments: Tickets.strategies)
    func rejectionFailure(strategy: String) async throws {
        let tickets = try Tickets(holders: ["'a'", "char(65535)", "'b'"])
        let side = tickets.directory.path("out/tickets.xlsx.rejected.jsonl")
        try FileManager.default.createDirectory(atPath: side, withIntermediateDirectories: true)
        let error = await #expect(throws: WorkerError.self) { try await tickets.export(strategy) }
        #expect(error?.description.hasSuffix("File exists") == true)
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: tickets.directory.path("out")) == ["tickets.xlsx.rejected.jsonl"])
    }
}
