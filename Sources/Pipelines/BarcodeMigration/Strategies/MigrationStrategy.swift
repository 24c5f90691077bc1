import GRDB
import MemoryBudget
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline: what they share is around the job, not in it.
protocol MigrationStrategy: Strategy {
    /// SQLite's page cache; nil leaves its default, as most people do.
    var cacheByteCount: Int? { get }

    /// Gives every ticket its barcode, in transactions of its own; false if it was asked to stop
    /// before it was through.
    func migrate(_ database: Database, context: TrialContext) throws -> Bool
}

extension MigrationStrategy {
    var cacheByteCount: Int? { nil }

    /// Makes the copy or finds one, lets the strategy migrate it, and makes it the output.
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
                + " '\(copy.folderPath)'; run it again to continue")
    }
}
