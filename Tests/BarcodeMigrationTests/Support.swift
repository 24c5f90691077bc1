import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import BarcodeMigration

/// A folder with generated tickets and a path for a migrated copy.
struct Workplace {
    let directory: TemporaryDirectory
    private let dataset: Dataset

    init(tickets: Int = 2_500) throws {
        directory = try TemporaryDirectory()
        dataset = try Dataset.generate(
            Scenario.DatasetRequest(kind: "tickets", seed: 7),
            size: .units(Scale(units: tickets)), into: directory.path("data"))
        try FileManager.default.createDirectory(
            atPath: directory.path("copies"), withIntermediateDirectories: false)
    }

    /// The database that is migrated.
    var input: String { dataset.path }

    /// The path of the copy.
    var output: String { directory.path("copies/migrated.sqlite") }

    /// The path of an unfinished copy.
    var unfinished: String { output + ".unfinished/data" }

    /// Returns the names in the copy's folder.
    func copies() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path("copies")).sorted()
    }

    /// Returns the command that migrates in another process.
    func command(_ strategy: String, _ settings: String...) throws -> [String] {
        [
            try Products.path("membudget-worker"), "run", "--pipeline", "barcode-migration",
            "--strategy", strategy, "--dataset-kind", "tickets", "--input", input, "--output",
            output,
        ] + settings.flatMap { ["--set", $0] }
    }

    /// Migrates in this process and returns the number of tickets its progress counted.
    @discardableResult
    func migrate(_ strategy: String, batch: Int = 100) async throws -> Int {
        let progress = TrialProgress.unwatched()
        _ = try await Worker([BarcodeMigration()]).perform(
            [
                "run", "--pipeline", "barcode-migration", "--strategy", strategy,
                "--dataset-kind", "tickets", "--input", input, "--output", output, "--set",
                "batch=\(batch)",
            ], progress: progress)
        return progress.unitsDone
    }

    /// Returns the proof that the copy is wrong; `nil` if it is right.
    func disagreement() throws -> TrialEvidence.Proof? {
        let pipeline = BarcodeMigration()
        let outcome = try pipeline.verify(
            Artefact(
                input: input, output: output, datasetKind: "tickets",
                settings: Settings(for: pipeline.parameters)))
        let name = try #require(outcome.expectation)
        let right = try #require(dataset.manifest.expectations?[name])
        return outcome.disagreement(with: right, rowsFailed: 0)
    }

    /// Runs SQL on a database with the sqlite3 program and returns its output.
    func sql(_ text: String, on path: String) async throws -> String {
        let result = try await Command.run(["sqlite3", path, text])
        try #require(result.status == 0, "\(result)")
        return result.standardOutput
    }
}
