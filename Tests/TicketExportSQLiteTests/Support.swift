import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportSQLite

/// A directory with generated tickets and room for exports of them.
struct Workplace {
    let directory: TemporaryDirectory
    let dataset: Dataset

    init(tickets: Int = 2_500, seed: UInt64 = 7) throws {
        directory = try TemporaryDirectory()
        dataset = try Dataset.generate(
            Scenario.DatasetRequest(kind: "tickets", seed: seed),
            size: .units(Scale(units: tickets)), into: directory.path("data"))
    }

    /// What the manifest says of a query.
    func expected(_ query: String) throws -> ExpectedOutcome {
        try #require(dataset.manifest.expectations?[query])
    }

    /// The database.
    var input: String { dataset.path }

    /// Where exports go, which is empty at first.
    var exports: String { directory.path("exports") }

    /// The path of an export; the directory is made.
    func output(_ name: String = "export") throws -> String {
        try FileManager.default.createDirectory(
            atPath: exports, withIntermediateDirectories: true)
        return "\(exports)/\(name)"
    }

    /// Names in the directory of exports.
    func exported() throws -> [String] {
        _ = try output()
        return try FileManager.default.contentsOfDirectory(atPath: exports).sorted()
    }

    /// Names beside the database, and the sum of its bytes.
    func inputState() async throws -> String {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: input).deletingLastPathComponent().path)
        let sum = try await Command.run(["sha256sum", input])
        return names.sorted().joined(separator: " ") + sum.standardOutput
    }
}

/// Runs a strategy in this process and returns the tickets that its progress counted.
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

/// What a verification of an export finds.
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

/// A file's bytes.
func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(filePath: path))
}
