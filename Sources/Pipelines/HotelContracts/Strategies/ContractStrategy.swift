import GRDB
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline; strategies differ in how they read and store records.
protocol ContractStrategy: Strategy {
    /// SQLite's page cache, in bytes; `nil` keeps its default, as most programs do.
    var cacheByteCount: Int? { get }

    /// Reads every file, and stores or rejects its records.
    func load(
        _ source: any ContractSource, context: TrialContext, into store: ContractStore
    ) async throws
}

extension ContractStrategy {
    var cacheByteCount: Int? { nil }

    /// Creates the database, lets the strategy fill it, and publishes it as one file.
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

    /// Opens the input: an archive if it is a file, otherwise a tree.
    private static func source(_ context: TrialContext) throws(WorkerError) -> any ContractSource {
        guard InputStamp(of: context.input) == nil else { return try ContractArchive(context) }
        return try ContractTree(context.input, context: context)
    }
}
