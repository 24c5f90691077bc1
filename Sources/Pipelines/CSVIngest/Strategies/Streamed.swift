package import PipelineKit

/// One chunk of text, a few batches of packed rows, one commit per batch: constant memory.
package struct Streamed: Strategy {
    /// The name in scenarios.
    package let name = "streamed"
    /// The line in lists.
    package let about =
        "splits chunk by chunk on one thread and stores on another, one commit per batch"
    /// As measured.
    package let nominalUnitsPerSecond: Double? = 1_000_000

    /// Creates the strategy.
    package init() {}

    /// Reads the file chunk by chunk.
    package func run(_ context: TrialContext) throws {
        let reader = try ChunkedFileReader(path: context.input)
        try StreamedIngest(context, input: "'\(context.input)'").run { try reader.read(into: $0) }
    }
}
