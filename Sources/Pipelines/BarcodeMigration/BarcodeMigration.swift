package import MemoryBudget
package import PipelineKit

/// A barcode of eight digits for every ticket, in a copy of the database.
package struct BarcodeMigration: Pipeline {
    /// Makes the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "barcode-migration"
    /// The line in lists.
    package let about = "a barcode of eight digits for every ticket, in a copy of the database"
    /// Tickets.
    package let unit = "tickets"
    /// The copy and, of the strategy with one commit, the log.
    package let outputBytesPerInputByte: Double? = 2.2
    /// The generated database.
    package let datasetKinds = ["tickets"]
    /// How many tickets a commit holds.
    package let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "tickets a commit, of strategies that batch",
            kind: .integer(1...1_000_000))
    ]
    /// The naive one, ours, and one that loses tickets.
    package var strategies: [any Strategy] {
        [FetchAll(), OffsetBatches(), KeysetBatches()]
    }

    /// Reads the migrated table back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try MigratedTable.verify(artefact)
    }
}
