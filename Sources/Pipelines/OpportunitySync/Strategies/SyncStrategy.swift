import GRDB
import HTTPClient
import PipelineKit
import SQLiteStore

/// A strategy of this pipeline: what they share is around the job, not in it.
protocol SyncStrategy: Strategy {
    /// SQLite's page cache; nil leaves its default, as most people do.
    var cacheByteCount: Int? { get }

    /// Makes the table equal to the source, and says how that ended.
    ///
    /// - Throws: `CancellationError` if it was asked to stop while it waited.
    func sync(_ run: SyncRun) async throws -> SyncCompleteness
}

extension SyncStrategy {
    var cacheByteCount: Int? { nil }

    /// Copies what an earlier sync left, unless a run before did, and syncs it with the source.
    func run(_ context: TrialContext) async throws {
        guard let base = HTTPBase(context.input) else {
            throw WorkerError(
                .inputMissing, "'\(context.input)' is no source: give http://ADDRESS:PORT/NUMBER")
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
                    + " '\(context.output)'; run it again to continue")
        }
    }

    /// Passes a signal to stop on to a sync.
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

/// Everything a strategy has for one run.
struct SyncRun {
    let store: SyncStore
    let source: PageSource
    /// The source as a saved pass names it, with the settings that its places depend on.
    let sourceName: String
    let settings: SyncSettings
    let progress: TrialProgress
    let rejected: RejectedUnits

    /// The check of a new pass.
    func newCheck() throws -> PassCheck {
        PassCheck(
            limit: settings.pageSize, trustsOrder: settings.trustsOrder,
            allowsEmptyList: try store.isEmpty())
    }

    /// A pass of pages one after another.
    func sequentialPass(
        fetch: @escaping @Sendable (PageStart) async throws -> OpportunityPage
    ) -> Pass {
        Pass(source: source, aheadCountMax: 0, fetch: fetch)
    }

    /// Counts a page that was written, and rejects its invalid records.
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
