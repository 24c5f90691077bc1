import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing
import TicketExportHTTP

/// A folder with generated tickets, and downloads of them.
struct Workplace: Sendable {
    static let strategies = TicketExportHTTP().strategies.map(\.name)

    let directory: TemporaryDirectory
    let dataset: Dataset

    init(tickets: Int = 2_500) throws {
        directory = try TemporaryDirectory()
        dataset = try Dataset.generate(
            Scenario.DatasetRequest(kind: "tickets", seed: 7), size: .units(Scale(units: tickets)),
            into: directory.path("data"))
    }

    /// The database.
    var input: String { dataset.path }

    /// The path of the download.
    var output: String { directory.path("download") }
    private var order: String { directory.path("order") }

    /// Returns the manifest's expectation for a query.
    func expected(_ query: String) throws -> ExpectedOutcome {
        try #require(dataset.manifest.expectations?[query])
    }

    /// The outcome of a run.
    struct Run: Sendable {
        let doneCount: Int
        /// curl's exit status; `nil` if the server never placed an order.
        let clientStatus: Int?
    }

    /// Runs a strategy in this process, with curl as its client.
    func run(_ strategy: String, _ settings: [String] = []) async throws -> Run {
        removeFiles()
        let progress = TrialProgress.unwatched()
        async let client = download()
        do {
            try await serve(strategy, settings, progress: progress)
        } catch {
            // So that nothing waits for an order any more.
            FileManager.default.createFile(atPath: order, contents: nil)
            _ = try await client
            throw error
        }
        return Run(doneCount: progress.unitsDone, clientStatus: try await client)
    }

    /// Removes the files of an earlier run.
    private func removeFiles() {
        for path in [order, output] { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Runs a strategy in this process, whose order may stay without a client.
    func serve(
        _ strategy: String, _ settings: [String] = [], progress: TrialProgress = .unwatched()
    ) async throws {
        _ = try await Worker([TicketExportHTTP()]).perform(
            [
                "run", "--pipeline", "ticket-export-http", "--strategy", strategy,
                "--dataset-kind", "tickets", "--input", input, "--output", output,
                "--client-order", order,
            ] + settings.flatMap { ["--set", $0] }, progress: progress)
    }

    /// Waits for the order and returns it.
    func placedOrder() async throws -> String {
        let isPlaced = await eventually { FileManager.default.fileExists(atPath: order) }
        try #require(isPlaced)
        return try String(contentsOfFile: order, encoding: .utf8)
    }

    private func download() async throws -> Int? {
        guard try await !placedOrder().isEmpty else { return nil }
        return try await Command.run(["curl", "-q", "--config", order]).status
    }

    /// Verifies the download and returns the outcome.
    func verify(_ settings: [String] = []) throws -> VerifiedOutcome {
        let assignments = settings.map { setting in
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            return (name: parts[0], value: parts[1])
        }
        let pipeline = TicketExportHTTP()
        return try pipeline.verify(
            Artefact(
                input: input, output: output, datasetKind: "tickets",
                settings: Settings(assignments, for: pipeline.parameters)))
    }
}
