import GRDB
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline; strategies differ in how they read and store rows.
protocol IngestStrategy: Strategy {
    /// Reads every row, and stores or rejects it.
    func ingest(_ context: TrialContext, into store: RowStore) async throws
}

extension IngestStrategy {
    /// Creates the database, lets the strategy fill it, and publishes it as one file.
    func run(_ context: TrialContext) async throws {
        // The header and the rows are read by two readers; the stamp detects changes in between.
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
