import GRDB
import MemoryBudget
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline; strategies differ only in how they update the tickets.
protocol MigrationStrategy: Strategy {
    /// SQLite's page cache, in bytes; `nil` keeps its default, as most programs do.
    var cacheByteCount: Int? { get }

    /// Gives every ticket its barcode, in transactions of its own.
    ///
    /// - Returns: `false` if it was asked to stop before the end.
    func migrate(_ database: Database, context: TrialContext) throws -> Bool
}

extension MigrationStrategy {
    var cacheByteCount: Int? { nil }

    /// Creates the copy or opens an unfinished one, migrates it, and publishes it as the output.
    func run(_ context: TrialContext) async throws {
        do {
            let copy = try WorkingCopy(context, cacheByteCount: cacheByteCount)
            guard try migrate(copy, context: context) else { throw unfinished(copy, of: context) }
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot migrate database '\(context.output)'", underlying: error.brief)
        }
    }

    private func migrate(_ copy: WorkingCopy, context: TrialContext) throws -> Bool {
        context.progress.phase("migrate")
        let isThrough = try copy.queue.writeWithoutTransaction { database in
            try database.rollingBackOnError { try migrate(database, context: context) }
        }
        context.progress.phase("checkpoint")
        try copy.close(isFinished: isThrough)
        return isThrough
    }

    private func unfinished(_ copy: WorkingCopy, of context: TrialContext) -> WorkerError {
        WorkerError(
            .unfinished,
            "asked to stop after \(grouped(context.progress.unitsDone)) tickets, which are kept in"
                + " '\(copy.folderPath)'; run the job again to continue")
    }
}
