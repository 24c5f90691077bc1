package import MemoryBudget
package import PipelineKit

/// Every team's fixtures from an HTTP source into a SQLite table.
///
/// The input is the source: `http://127.0.0.1:8080/64`.
package struct ParallelFixtures: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "parallel-fixtures"
    /// The line in lists.
    package let about = "every team's fixtures from an HTTP source into a SQLite table"
    /// Teams.
    package let unit = "teams"
    /// The needed fields are a small part of what the source sends.
    package let outputBytesPerInputByte: Double? = 0.2
    /// The source's data.
    package let datasetKinds = ["team-fixtures"]
    /// Which fixes to make, and what memory there is.
    package let parameters = [
        Parameter(
            name: "fixes", default: "",
            about: "numbers of the fixes to make, from 1 to 7, of strategy fixes",
            kind: .integers(Fixes.numbers)),
        Parameter(
            name: "budget-mib", default: "64",
            about: "MiB whose share that is resident decides about a batch's size, of fix 7",
            kind: .integer(1...1_048_576)),
    ]
    /// The original, its fixes, and ours.
    package var strategies: [any Strategy] {
        OriginalJob.all as [any Strategy] + [WaitForAll(), Streamed()]
    }

    /// Reads the table back, and compares its ids with those that the job returned.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredFixtures(path: artefact.output).outcome()
    }
}
