package import MemoryBudget
package import PipelineKit

/// A CSV file into an SQLite table: rows stored, malformed ones rejected.
package struct CSVIngest: Pipeline {
    /// Makes the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "csv-ingest"
    /// The line in lists.
    package let about = "a CSV file into an SQLite table, malformed rows rejected"
    /// Rows.
    package let unit = "rows"
    /// The generated product feed, and a user's own file.
    package let datasetKinds = ["csv-rows", "csv"]
    /// A whole file in one transaction stands in the log and in the database at once: 2.15 times
    /// the input was measured, 1.28 with a commit a batch.
    package let outputBytesPerInputByte: Double? = 2.2
    /// How many rows a commit holds.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "rows a commit, of strategies that batch",
            kind: .integer(1...1_000_000))
    ]
    /// From the naive one to ours.
    package var strategies: [any Strategy] {
        [LoadAll(), Library(), RowByRow(), UnboundedStream(), Streamed()]
    }

    /// Reads the table back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try TableVerifier.verify(artefact)
    }
}
