import GRDB
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline: what they share is around the job, not in it.
protocol ContractStrategy: Strategy {
    /// SQLite's page cache; nil leaves its default, as most people do.
    var cacheByteCount: Int? { get }

    /// Reads every file and stores or rejects its records.
    func load(
        _ source: any ContractSource, context: TrialContext, into store: ContractStore
    ) async throws
}

extension ContractStrategy {
    var cacheByteCount: Int? { nil }

    /// Makes the database, lets the strategy fill it, and leaves it standing alone.
    func run(_ context: TrialContext) async throws {
        let source = try Self.source(context)
        do {
            let output = try UnfinishedOutput(ofDatabase: context.output)
            let store = try ContractStore(
                path: output.temporaryPath, cacheByteCount: cacheByteCount)
            try await load(source, context: context, into: store)
            try source.finish()
            context.progress.phase("checkpoint")
            try store.queue.finish()
            try output.publishDatabase()
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }

    /// The input: an archive if it is a file, a tree otherwise.
    private static func source(_ context: TrialContext) throws(WorkerError) -> any ContractSource {
        guard InputStamp(of: context.input) == nil else { return try ContractArchive(context) }
        return try ContractTree(context.input, context: context)
    }
}
