package import MemoryBudget
package import PipelineKit

/// A table of opportunities made equal to a paged HTTP source.
///
/// The input is the source: `http://127.0.0.1:8080/5301`.
package struct OpportunitySync: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "opportunity-sync"
    /// The line in lists.
    package let about = "a table of opportunities made equal to a paged HTTP source"
    /// Opportunities.
    package let unit = "opportunities"
    /// A copy of what is stored, and its log; descriptions are not kept.
    package let outputBytesPerInputByte: Double? = 0.6
    /// The source's data, and what an earlier sync left.
    package let datasetKinds = ["opportunities"]
    /// The settings of paging, pacing and the time limit.
    package let parameters = SyncSettings.parameters
    /// The original, its successor, and ours.
    package var strategies: [any Strategy] { Self.syncStrategies }

    static let syncStrategies: [any SyncStrategy] = [
        FullObjects(),
        TwoPass<Set<IDString>>(
            name: "two-pass", about: "ids first, then everything again, written page by page"),
        TwoPass<FixedWidthIDs>(
            name: "id-set", about: "two-pass with ids as bytes of one width, not as strings"),
        GenerationSweep(),
    ]

    /// Reads the table back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try StoredOpportunities(path: artefact.output).outcome()
    }
}
