package import MemoryBudget
package import PipelineKit

/// A pipeline that gives every ticket an eight-digit barcode, in a copy of the database.
///
/// ```swift
/// let pipeline = BarcodeMigration()
/// print(pipeline.strategies.map(\.name))  // fetch-all, offset-batches, keyset-batches
/// ```
package struct BarcodeMigration: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "barcode-migration"
    /// The description in lists.
    package let about = "an eight-digit barcode for every ticket, in a copy of the database"
    /// The unit of progress.
    package let unit = "tickets"
    /// The maximum output per byte of input: the copy and, for the strategy with one commit, its
    /// log.
    package let outputBytesPerInputByte: Double? = 2.2
    /// The kind of the generated database.
    package let datasetKinds = ["tickets"]
    /// The parameters: the number of tickets per commit.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "tickets per commit (strategies with batches)",
            kind: .integer(1...1_000_000))
    ]
    /// The strategies: the naive one, one that skips tickets, and the recommended one.
    package var strategies: [any Strategy] {
        [FetchAll(), OffsetBatches(), KeysetBatches()]
    }

    /// Reads the migrated table back and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try MigratedTable.verify(artefact)
    }
}
