package import MemoryBudget
package import PipelineKit

/// A tree of contract files, in folders or in a ZIP archive, into SQLite tables, with a summary by room
/// and month.
package struct HotelContracts: Pipeline {
    /// Makes the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "hotel-contracts"
    /// The line in lists.
    package let about =
        "a tree of contract files, or a ZIP archive of one, into SQLite tables and a summary by month"
    /// Files.
    package let unit = "files"
    /// That of `late-aggregate`, whose staging table holds the tuples; the tables alone take 0.15.
    package let outputBytesPerInputByte: Double? = 1.3
    /// The generated tree.
    package let datasetKinds = ["hotel-contracts"]
    /// How many files a super-batch has.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "files a batch, of strategy super-batch",
            kind: .integer(1...1_000_000))
    ]
    /// From the naive one to ours.
    package var strategies: [any Strategy] {
        [LoadAll(), SuperBatch(), LateAggregate(), ExtractFirst(), Streamed()]
    }

    /// Reads the tables back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredTable.verify(artefact)
    }
}
