import Foundation
import TestSupport
import Testing

@testable import TicketExportSQLite

/// Runs the real executable, as the harness does.
@Suite(
    "The exporting worker's process",
    .enabled(if: Products.isBuilt("membudget-worker"), "membudget-worker has not been built"))
struct WorkerProcessTests {
    private func run(
        _ strategy: String, _ place: Workplace, to output: String, _ settings: String...
    ) async throws -> Command.Result {
        try await Command.run(
            [
                Products.path("membudget-worker"), "run", "--pipeline", "ticket-export",
                "--strategy", strategy, "--dataset-kind", "tickets", "--input", place.input,
                "--output", output,
            ] + settings.flatMap { ["--set", $0] })
    }

    @Test(
        "An empty result is reported, is no error, and creates no file",
        arguments: StrategyTests.strategies)
    func empty(strategy: String) async throws {
        let place = try Workplace(tickets: 0)
        let reasons = [
            "all": "the table is empty", "barcodes": "no ticket has a barcode",
            "filtered": "no ticket is 'valid'",
        ]
        for (query, reason) in reasons {
            let result = try await run(strategy, place, to: place.output(), "query=\(query)")
            #expect(result.status == 0)
            #expect(
                result.standardError
                    == "membudget-worker: nothing to export: \(reason); no file is written\n")
            #expect(try place.exported().isEmpty)
        }
    }

    @Test("An impossible setting is refused with status 65 before anything is read or created")
    func settings() async throws {
        let place = try Workplace(tickets: 10)
        for settings in [["format=txt"], ["query=everything"], ["limit=-1"], ["status=lost"]] {
            let arguments = settings.flatMap { ["--set", $0] }
            let result = try await Command.run(
                [
                    Products.path("membudget-worker"), "run", "--pipeline", "ticket-export",
                    "--strategy", "cursor", "--dataset-kind", "tickets", "--input",
                    place.directory.path("none"), "--output", place.output(),
                ] + arguments)
            #expect(result.status == 65, "\(result)")
            #expect(try place.exported().isEmpty)
        }
    }

    @Test(
        "A disk that fills up is reported with status 74 and one sentence, and nothing is left",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"),
        arguments: StrategyTests.strategies)
    func fullDisk(strategy: String) async throws {
        let place = try Workplace(tickets: 10_000)
        try await SmallDisk.with(kibibytes: 512) { disk in
            let result = try await run(strategy, place, to: "\(disk)/export")
            #expect(result.status == 74)
            #expect(
                result.standardError
                    == "membudget-worker: cannot write '\(disk)/export': No space left on device\n")
            let left = try FileManager.default.contentsOfDirectory(atPath: disk)
            #expect(left.isEmpty)
        }
    }
}
