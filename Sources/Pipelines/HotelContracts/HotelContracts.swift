public import MemoryBudget
public import PipelineKit

/// A tree of contract files into SQLite tables, with a summary by room and month.
public struct HotelContracts: Pipeline {
    /// Makes the pipeline.
    public init() {}

    /// The name in scenarios.
    public let name = "hotel-contracts"
    /// The line in lists.
    public let about = "a tree of contract files into SQLite tables, with a summary by month"
    /// Files.
    public let unit = "files"
    /// That of `late-aggregate`, whose staging table holds the tuples; the tables alone take 0.15.
    public let outputBytesPerInputByte: Double? = 1.3
    /// The generated tree.
    public let datasetKinds = ["hotel-contracts"]
    /// How many files a super-batch has.
    public let parameters = [
        Parameter(
            name: "batch", default: "1000", about: "files a batch, of strategy super-batch",
            kind: .integer(1...1_000_000))
    ]
    /// From the naive one to ours.
    public var strategies: [any Strategy] {
        [LoadAll(), SuperBatch(), LateAggregate(), Streamed()]
    }

    /// Reads the tables back.
    public func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredTable.verify(artefact)
    }
}
