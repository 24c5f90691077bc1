import PipelineKit

/// The same without a bound on the queue: the client sends as fast as it can, and what the database
/// hasn't taken yet is in memory.
struct UnboundedInbound: UploadStrategy {
    let name = "unbounded-inbound"
    let about = "streams the form into a queue without a bound ahead of the slower database"
    let nominalUnitsPerSecond: Double? = 700_000

    func store(_ form: UploadForm, context: TrialContext) async throws {
        try await QueuedUpload(context, queue: BlockQueue(byteCountMax: .max)).store(form)
    }
}
