import GRDB
import HTTPClient
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline; strategies differ in how they fetch and compare.
protocol SyncStrategy: Strategy {
    /// SQLite's page cache, in bytes; `nil` keeps its default, as most programs do.
    var cacheByteCount: Int? { get }

    /// Syncs the table with the source, and returns the outcome.
    ///
    /// - Throws: `CancellationError` if a stop was requested while it waited.
    func sync(_ run: SyncRun) async throws -> SyncCompleteness
}

extension SyncStrategy {
    var cacheByteCount: Int? { nil }

    /// Copies an earlier sync's database, unless an earlier run did, and syncs it with the source.
    func run(_ context: TrialContext) async throws {
        guard let base = HTTPBase(context.input) else {
            throw WorkerError(
                .inputMissing, "'\(context.input)' is not a source; use http://ADDRESS:PORT/NUMBER")
        }
        if let previous = context.previous {
            context.progress.phase("copy")
            try PreviousCopy.make(of: previous, at: context.output)
        }
        let result = try await stoppable { stop in
            try await NIOTransport.running(base) { transport in
                try await job(transport, context: context, stop: stop).run()
            }
        }
        if case .stopped(let reason) = result.completeness {
            throw WorkerError(
                .unfinished,
                "\(reason), after \(context.progress.unitsDone) opportunities, which are committed to"
                    + " '\(context.output)'; run the job again to continue")
        }
    }

    /// Runs a sync that a signal can stop.
    private func stoppable(
        _ sync: (SyncStop) async throws -> SyncResult
    ) async throws -> SyncResult {
        let stop = SyncStop()
        return try await StopRequest.listening {
            let watcher = Task {
                while !StopRequest.isAsked { try await Task.sleep(for: .milliseconds(50)) }
                stop.request(.asked)
            }
            defer { watcher.cancel() }
            return try await sync(stop)
        }
    }

    private func job(
        _ transport: any HTTPTransport, context: TrialContext, stop: SyncStop
    ) -> SyncJob {
        SyncJob(
            strategy: self, transport: transport, sourceName: context.input,
            database: context.output, settings: SyncSettings(context.settings), stop: stop,
            progress: context.progress, rejected: context.rejected)
    }
}

/// The environment of a strategy in one run.
struct SyncRun {
    let store: SyncStore
    let source: PageSource
    /// The source's name in a saved pass, with the settings on which positions depend.
    let sourceName: String
    let settings: SyncSettings
    let progress: TrialProgress
    let rejected: RejectedUnits

    /// Returns the check of a new pass.
    func newCheck() throws -> PassCheck {
        PassCheck(
            limit: settings.pageSize, trustsOrder: settings.trustsOrder,
            allowsEmptyList: try store.isEmpty())
    }

    /// Returns a pass that fetches one page at a time.
    func sequentialPass(
        fetch: @escaping @Sendable (PageStart) async throws -> OpportunityPage
    ) -> Pass {
        Pass(source: source, aheadCountMax: 0, fetch: fetch)
    }

    /// Counts a written page, and rejects its invalid records.
    func note(_ page: OpportunityPage, counts: PageCounts) throws {
        for (place, reason) in counts.problems {
            try rejected.add(
                file: source.path(of: page.start), line: page.position(of: place), reason: reason)
        }
        progress.advance(page.records.count)
    }

    /// The result of a run that was asked to stop.
    var stopped: SyncCompleteness { .stopped(source.stop.reason ?? .asked) }
}
