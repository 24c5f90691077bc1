import Datasets
import Foundation
import TestSupport
import Testing

/// Runs the real executable, as the harness does.
@Suite(
    "The XLSX worker's process",
    .enabled(if: Products.isBuilt("membudget-worker-xlsx"), "the worker has not been built"))
struct WorkerProcessTests {
    private func arguments(_ tickets: Tickets, _ strategy: String) throws -> [String] {
        [
            try Products.path("membudget-worker-xlsx"), "run", "--pipeline", "ticket-export-xlsx",
            "--strategy", strategy, "--dataset-kind", "tickets", "--input", tickets.database,
            "--output", tickets.directory.path("out.xlsx"),
        ]
    }

    @Test(
        "A file-size limit ends in one sentence and status 74",
        arguments: Tickets.strategies)
    func limitedFile(strategy: String) async throws {
        let tickets = try Tickets(count: 5000)
        let result = try await Command.run(
            ["bash", "-c", "ulimit -f 100; exec \"$@\"", "bash"] + arguments(tickets, strategy))
        #expect(result.status == 74)
        #expect(result.standardOutput.isEmpty)
        #expect(result.standardError.hasPrefix("membudget-worker: cannot write "))
        #expect(result.standardError.filter(\.isNewline).count == 1, "\(result)")
        let left = try FileManager.default.contentsOfDirectory(atPath: tickets.directory.path)
        #expect(left == ["data"])
    }

    @Test(
        "An export without rows is reported, and a good one prints nothing",
        arguments: Tickets.strategies)
    func saying(strategy: String) async throws {
        let tickets = try Tickets(holders: ["'Ann'"])
        let quiet = try await Command.run(arguments(tickets, strategy))
        #expect(quiet.status == 0)
        #expect(quiet.standardOutput.isEmpty && quiet.standardError.isEmpty)
        try await tickets.change(["DELETE FROM tickets"])
        let empty = try await Command.run(arguments(tickets, strategy))
        #expect(empty.status == 0)
        #expect(empty.standardError.contains("nothing to export: the table is empty"))
    }

    @Test("A killed worker leaves a temporary folder, which the next run removes")
    func killed() async throws {
        let tickets = try Tickets(count: 20_000)
        let result = try await Command.run(
            ["timeout", "--foreground", "-s", "KILL", "0.1"] + arguments(tickets, "constant-memory")
        )
        try #require(result.status != 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: tickets.directory.path)
        #expect(left.allSatisfy { $0 == "data" || $0.hasPrefix(".out.xlsx.part.") })
        let next = try await Command.run(arguments(tickets, "streamed"))
        #expect(next.status == 0)
        let after = try FileManager.default.contentsOfDirectory(atPath: tickets.directory.path)
        #expect(after.sorted() == ["data", "out.xlsx"])
    }
}
