package import MemoryBudget
package import PipelineKit

/// A pipeline that reads a tree of contract files, or a ZIP archive of one, into SQLite tables.
///
/// It also computes a summary by room and month.
///
/// ```swift
/// let pipeline = HotelContracts()
/// print(pipeline.strategies.map(\.name))  // load-all, super-batch, late-aggregate, …
/// ```
package struct HotelContracts: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "hotel-contracts"
    /// The description in lists.
    package let about =
        "a tree of contract files, or a ZIP archive of one, into SQLite tables and a summary by month"
    /// The unit of progress.
    package let unit = "files"
    /// The maximum output per byte of input: with `late-aggregate`'s staging table, which holds the
    /// tuples; the other tables take 0.15.
    package let outputBytesPerInputByte: Double? = 1.3
    /// The kind of the generated tree.
    package let datasetKinds = ["hotel-contracts"]
    /// The parameters: the number of files per super-batch.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "files per batch, for strategy super-batch",
            kind: .integer(1...1_000_000))
    ]
    /// The strategies, from the naive one to the recommended one.
    package var strategies: [any Strategy] {
        [LoadAll(), SuperBatch(), LateAggregate(), ExtractFirst(), Streamed()]
    }

    /// Reads the tables back and checks them.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredTable.verify(artefact)
    }
}
