package import PipelineKit

/// A strategy with one chunk of text, a few batches of rows, and one commit per batch in memory.
///
/// ```swift
/// import PipelineKit
///
/// func run(_ context: TrialContext) throws {
///     try Streamed().run(context)
/// }
/// ```
package struct Streamed: Strategy {
    /// The name in scenarios.
    package let name = "streamed"
    /// The description in lists.
    package let about =
        "splits chunk by chunk on one thread and stores on another, one commit per batch"
    /// The measured speed.
    package let nominalUnitsPerSecond: Double? = 1_000_000

    /// Creates the strategy.
    package init() {}

    /// Reads the file chunk by chunk and stores its rows.
    package func run(_ context: TrialContext) throws {
        let reader = try ChunkedFileReader(path: context.input)
        try StreamedIngest(context, input: "'\(context.input)'").run { try reader.read(into: $0) }
    }
}
