import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportSQLite

/// A folder with generated tickets and space for exports of them.
struct Workplace {
    let directory: TemporaryDirectory
    let dataset: Dataset

    init(tickets: Int = 2_500, seed: UInt64 = 7) throws {
        directory = try TemporaryDirectory()
        dataset = try Dataset.generate(
            Scenario.DatasetRequest(kind: "tickets", seed: seed),
            size: .units(Scale(units: tickets)), into: directory.path("data"))
    }

    /// Returns the manifest's expectation for a query.
    func expected(_ query: String) throws -> ExpectedOutcome {
        try #require(dataset.manifest.expectations?[query])
    }

    /// The database.
    var input: String { dataset.path }

    /// The folder of the exports, initially empty.
    var exports: String { directory.path("exports") }

    /// Creates the exports' folder and returns the path of an export.
    func output(_ name: String = "export") throws -> String {
        try FileManager.default.createDirectory(
            atPath: exports, withIntermediateDirectories: true)
        return "\(exports)/\(name)"
    }

    /// Returns the names in the exports' folder.
    func exported() throws -> [String] {
        _ = try output()
        return try FileManager.default.contentsOfDirectory(atPath: exports).sorted()
    }

    /// Returns the names next to the database, and its checksum.
    func inputState() async throws -> String {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: input).deletingLastPathComponent().path)
        let sum = try await Command.run(["sha256sum", input])
        return names.sorted().joined(separator: " ") + sum.standardOutput
    }
}

/// Runs a strategy in this process and returns the number of tickets its progress counted.
@discardableResult
func export(
    _ strategy: String, _ input: String, to output: String,
    _ settings: KeyValuePairs<String, String> = [:],
    pipeline: TicketExportSQLite = TicketExportSQLite()
) async throws -> Int {
    let progress = TrialProgress.unwatched()
    _ = try await Worker([pipeline]).perform(
        [
            "run", "--pipeline", "ticket-export", "--strategy", strategy, "--dataset-kind",
            "tickets", "--input", input, "--output", output,
        ] + settings.flatMap { ["--set", "\($0.key)=\($0.value)"] }, progress: progress)
    return progress.unitsDone
}

/// Verifies an export and returns the outcome.
func verify(
    _ input: String, _ output: String, _ settings: KeyValuePairs<String, String> = [:]
) throws -> VerifiedOutcome {
    let pipeline = TicketExportSQLite()
    let assignments = settings.map { (name: $0.key, value: $0.value) }
    return try pipeline.verify(
        Artefact(
            input: input, output: output, datasetKind: "tickets",
            settings: Settings(assignments, for: pipeline.parameters)))
}

/// Returns a file's bytes.
func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(filePath: path))
}
