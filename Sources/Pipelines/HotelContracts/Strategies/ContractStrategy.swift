import GRDB
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline: what they share is around the job, not in it.
protocol ContractStrategy: Strategy {
    /// SQLite's page cache; nil leaves its default, as most people do.
    var cacheByteCount: Int? { get }

    /// Reads every file and stores or rejects its records.
    func load(
        _ tree: ContractTree, context: TrialContext, into store: ContractStore
    ) async throws
}

extension ContractStrategy {
    var cacheByteCount: Int? { nil }

    /// Makes the database, lets the strategy fill it, and leaves it standing alone.
    func run(_ context: TrialContext) async throws {
        let tree = try ContractTree(context)
        do {
            let output = try UnfinishedOutput(ofDatabase: context.output)
            let store = try ContractStore(
                path: output.temporaryPath, cacheByteCount: cacheByteCount)
            try await load(tree, context: context, into: store)
            context.progress.phase("checkpoint")
            try store.queue.finish()
            try output.publishDatabase()
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }
}
