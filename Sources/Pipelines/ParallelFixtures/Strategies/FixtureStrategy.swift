import GRDB
import HTTPClient
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline; strategies differ in how they fetch and store.
protocol FixtureStrategy: Strategy {
    /// SQLite's page cache, in bytes; `nil` keeps its default, as most programs do.
    var cacheByteCount: Int? { get }

    /// Fetches every team's fixtures, and stores or rejects them.
    ///
    /// - Returns: The ids of the valid fixtures.
    func fetch(
        _ source: FixtureSource, context: TrialContext, into store: FixtureStore
    ) async throws -> Set<Int>
}

extension FixtureStrategy {
    var cacheByteCount: Int? { nil }

    /// Connects to the source, creates the database, lets the strategy fill it, and publishes it as
    /// one file.
    func run(_ context: TrialContext) async throws {
        guard let base = HTTPBase(context.input) else {
            throw WorkerError(
                .inputMissing, "'\(context.input)' is not a source; use http://ADDRESS:PORT/TEAMS")
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

    /// Runs the job with a connected source.
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
