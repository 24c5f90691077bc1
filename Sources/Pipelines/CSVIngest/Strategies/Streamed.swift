package import PipelineKit

/// One chunk of text, one statement of pointers into it, one commit per batch: constant memory.
package struct Streamed: Strategy {
    /// The name in scenarios.
    package let name = "streamed"
    /// The line in lists.
    package let about = "splits chunk by chunk and binds the bytes in place, a commit every batch"
    /// As measured.
    package let nominalUnitsPerSecond: Double? = 800_000

    /// Creates the strategy.
    package init() {}

    /// Reads the file chunk by chunk.
    package func run(_ context: TrialContext) throws {
        let reader = try ChunkedFileReader(path: context.input)
        try StreamedIngest(context, input: "'\(context.input)'").run { try reader.read(into: $0) }
    }
}
