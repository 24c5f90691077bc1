package import MemoryBudget
package import PipelineKit

/// A pipeline that fetches every team's fixtures over HTTP into an SQLite table.
///
/// The input is the URL of the source: `http://127.0.0.1:8080/64`.
///
/// ```swift
/// let pipeline = ParallelFixtures()
/// print(pipeline.strategies.count, pipeline.parameters.map(\.name))
/// ```
package struct ParallelFixtures: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "parallel-fixtures"
    /// The description in lists.
    package let about = "every team's fixtures from an HTTP source into an SQLite table"
    /// The unit of progress.
    package let unit = "teams"
    /// The maximum output per byte of input; the needed fields are a small part of the source's
    /// data.
    package let outputBytesPerInputByte: Double? = 0.2
    /// The kind of the source's data.
    package let datasetKinds = ["team-fixtures"]
    /// The settings: the fixes to apply, and the memory budget of fix 7.
    package let parameters = [
        Parameter(
            name: "fixes", default: "",
            about: "fixes that strategy 'fixes' applies, by number from 1 to 7",
            kind: .integers(Fixes.numbers)),
        Parameter(
            name: "budget-mib", default: "64",
            about:
                "memory budget in MiB; fix 7 sets the batch size by how much of it is resident",
            kind: .integer(1...1_048_576)),
    ]
    /// The strategies: the original job, its fixes, and the recommended one.
    package var strategies: [any Strategy] {
        OriginalJob.all as [any Strategy] + [WaitForAll(), Streamed()]
    }

    /// Reads the table back, and compares its ids with those that the job returned.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredFixtures(path: artefact.output).outcome()
    }
}
