import GRDB
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline: what they share is around the job, not in it.
protocol IngestStrategy: Strategy {
    /// Reads every row and stores or rejects it.
    func ingest(_ context: TrialContext, into store: RowStore) async throws
}

extension IngestStrategy {
    /// Makes the database, lets the strategy fill it, and leaves it standing alone.
    func run(_ context: TrialContext) async throws {
        let table = try TableSchema.of(datasetKind: context.datasetKind, input: context.input)
        do {
            let store = try RowStore(path: context.output, table: table)
            try await ingest(context, into: store)
            context.progress.phase("checkpoint")
            try store.queue.finish()
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }
}
