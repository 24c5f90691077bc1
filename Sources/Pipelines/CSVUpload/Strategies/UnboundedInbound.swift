import PipelineKit

/// A strategy that streams through an unbounded queue: bytes the database hasn't taken are in
/// memory.
struct UnboundedInbound: UploadStrategy {
    let name = "unbounded-inbound"
    let about = "streams the form into an unbounded queue ahead of the slower database"
    let nominalUnitsPerSecond: Double? = 700_000

    func store(_ form: UploadForm, context: TrialContext) async throws {
        try await QueuedUpload(context, queue: BlockQueue(byteCountMax: .max)).store(form)
    }
}
