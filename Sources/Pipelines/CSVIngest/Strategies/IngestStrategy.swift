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
        // The header and the rows are read one after the other, each by a reader of its own.
        let stamp = InputStamp(of: context.input)
        let table = try TableSchema.of(datasetKind: context.datasetKind, input: context.input)
        try context.remarkOnDelimiter(of: table)
        do {
            let output = try UnfinishedOutput(ofDatabase: context.output)
            let store = try RowStore(path: output.temporaryPath, table: table)
            try await ingest(context, into: store)
            try stamp?.check(context.input)
            context.progress.phase("checkpoint")
            try store.queue.finish()
            try output.publishDatabase()
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }
}
