import PipelineKit

/// A strategy that streams through a bounded queue, which slows the client to the database's speed.
struct Upload: UploadStrategy {
    let name = "upload"
    let about = "streams the form into the table, and slows the client to the database's speed"
    let nominalUnitsPerSecond: Double? = 700_000

    func store(_ form: UploadForm, context: TrialContext) async throws {
        let queue = BlockQueue(byteCountMax: context.settings.integer("held-kib") << 10)
        try await QueuedUpload(context, queue: queue).store(form)
    }
}
