import GRDB
import HTTPClient
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline: what they share is around the job, not in it.
protocol FixtureStrategy: Strategy {
    /// SQLite's page cache; nil leaves its default, as most people do.
    var cacheByteCount: Int? { get }

    /// Fetches every team's fixtures and stores or rejects them.
    ///
    /// - Returns: The ids of the valid ones.
    func fetch(
        _ source: FixtureSource, context: TrialContext, into store: FixtureStore
    ) async throws -> Set<Int>
}

extension FixtureStrategy {
    var cacheByteCount: Int? { nil }

    /// Connects to the source, makes the database, lets the strategy fill it, and leaves it standing
    /// alone.
    func run(_ context: TrialContext) async throws {
        guard let base = HTTPBase(context.input) else {
            throw WorkerError(
                .inputMissing, "'\(context.input)' is no source: give http://ADDRESS:PORT/TEAMS")
        }
        do {
            try await NIOTransport.running(base) { transport in
                let source = FixtureSource(fetcher: Fetcher(transport))
                try await run(source, context: context)
            }
        } catch let error as HTTPFailure {
            throw WorkerError(.io, "\(error)")
        }
    }

    /// Does the job with a source that is there.
    func run(_ source: FixtureSource, context: TrialContext) async throws {
        do {
            let store = try FixtureStore(context, cacheByteCount: cacheByteCount)
            let ids = try await fetch(source, context: context, into: store)
            try store.finish(returning: ids)
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }
}
