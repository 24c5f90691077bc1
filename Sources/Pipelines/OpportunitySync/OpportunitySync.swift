package import MemoryBudget
package import PipelineKit

/// A pipeline that syncs a table of opportunities with a paged HTTP source.
///
/// The input is the URL of the source: `http://127.0.0.1:8080/5301`.
///
/// ```swift
/// let pipeline = OpportunitySync()
/// print(pipeline.strategies.map(\.name))  // full-objects, two-pass, id-set, generation-sweep
/// ```
package struct OpportunitySync: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "opportunity-sync"
    /// The description in lists.
    package let about = "a table of opportunities, synced with a paged HTTP source"
    /// The unit of progress.
    package let unit = "opportunities"
    /// The maximum output per byte of input: a copy of the rows, and its log; descriptions aren't
    /// stored.
    package let outputBytesPerInputByte: Double? = 0.6
    /// The kind of the source's data, and of an earlier sync's database.
    package let datasetKinds = ["opportunities"]
    /// The settings of paging, pacing and the time limit.
    package let parameters = SyncSettings.parameters
    /// The strategies: the original job, its successors, and the recommended one.
    package var strategies: [any Strategy] { Self.syncStrategies }

    static let syncStrategies: [any SyncStrategy] = [
        FullObjects(),
        TwoPass<Set<IDString>>(
            name: "two-pass", about: "ids first, then all pages again, written page by page"),
        TwoPass<FixedWidthIDs>(
            name: "id-set", about: "two-pass, with ids as bytes of one length instead of strings"),
        GenerationSweep(),
    ]

    /// Reads the table back and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredOpportunities(path: artefact.output).outcome()
    }
}
