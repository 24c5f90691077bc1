public import MemoryBudget
public import PipelineKit

/// A barcode of eight digits for every ticket, in a copy of the database.
public struct BarcodeMigration: Pipeline {
    /// Makes the pipeline.
    public init() {}

    /// The name in scenarios.
    public let name = "barcode-migration"
    /// The line in lists.
    public let about = "a barcode of eight digits for every ticket, in a copy of the database"
    /// Tickets.
    public let unit = "tickets"
    /// The copy and, of the strategy with one commit, the log.
    public let outputBytesPerInputByte: Double? = 2.2
    /// The generated database.
    public let datasetKinds = ["tickets"]
    /// How many tickets a commit holds.
    public let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "tickets a commit, of strategies that batch",
            kind: .integer(1...1_000_000))
    ]
    /// The naive one, ours, and one that loses tickets.
    public var strategies: [any Strategy] {
        [FetchAll(), OffsetBatches(), KeysetBatches()]
    }

    /// Reads the migrated table back.
    public func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try MigratedTable.verify(artefact)
    }
}
