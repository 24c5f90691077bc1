import GRDB
package import HTTPClient
package import PipelineKit
import SQLiteStore

/// One run of a sync: from a source into a database, by one of the strategies.
package struct SyncJob: Sendable {
    private let strategy: any SyncStrategy
    private let transport: any HTTPTransport
    private let clock: any FetchClock
    private let policy: RetryPolicy
    private let sourceName: String
    private let database: String
    private let settings: SyncSettings
    private let stop: SyncStop
    private let progress: TrialProgress
    private let rejected: RejectedUnits

    /// Describes a run.
    ///
    /// - Parameters:
    ///   - strategy: The name of one of the pipeline's strategies.
    ///   - transport: Reaches the source; paths begin with `/opportunities`.
    ///   - sourceName: Tells the source from others: a stopped run continues with the same name and
    ///     page settings only.
    ///   - database: The path of the database; it is made if there is none. Rejected records go to a
    ///     file beside it.
    ///   - stop: Asks to stop, from any thread.
    /// - Throws: ``WorkerError`` for a strategy that there isn't.
    package init(
        strategy name: String = "generation-sweep", transport: any HTTPTransport,
        sourceName: String, database: String, settings: SyncSettings = SyncSettings(),
        stop: SyncStop = SyncStop(), clock: any FetchClock = SystemFetchClock(),
        policy: RetryPolicy = RetryPolicy(), progress: TrialProgress = .unwatched()
    ) throws(WorkerError) {
        guard let strategy = OpportunitySync.syncStrategies.first(where: { $0.name == name }) else {
            throw WorkerError(.badSetting, "there is no strategy '\(name)'")
        }
        self.init(
            strategy: strategy, transport: transport, sourceName: sourceName, database: database,
            settings: settings, stop: stop, clock: clock, policy: policy, progress: progress,
            rejected: RejectedUnits(path: database + ".rejected.jsonl", progress: progress))
    }

    init(
        strategy: any SyncStrategy, transport: any HTTPTransport, sourceName: String,
        database: String, settings: SyncSettings, stop: SyncStop,
        clock: any FetchClock = SystemFetchClock(), policy: RetryPolicy = RetryPolicy(),
        progress: TrialProgress, rejected: RejectedUnits
    ) {
        self.strategy = strategy
        self.transport = transport
        self.clock = clock
        self.policy = policy
        self.sourceName = sourceName
        self.database = database
        self.settings = settings
        self.stop = stop
        self.progress = progress
        self.rejected = rejected
    }

    /// Runs, until the end or until it is asked to stop.
    ///
    /// - Throws: ``WorkerError`` if the database can't be used. A source that fails is a result.
    package func run() async throws -> SyncResult {
        let task = Task { try await runToEnd() }
        // Ends whatever it waits for.
        stop.onRequest { task.cancel() }
        defer { stop.onRequest(nil) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            stop.request(.asked)
        }
    }

    private func runToEnd() async throws -> SyncResult {
        do {
            return try await sync()
        } catch let error as DatabaseError {
            throw WorkerError(.io, "cannot sync database '\(database)'", underlying: error.brief)
        }
    }

    private func sync() async throws -> SyncResult {
        let store = try SyncStore(database, cacheByteCount: strategy.cacheByteCount)
        try store.write { try StoredResult(runningStrategy: strategy.name).save($0) }
        let clock = LimitedClock(
            clock, timeLimitSeconds: settings.timeLimitSeconds, stop: stop)
        let fetcher = Fetcher(transport, policy: policy, clock: clock)
        let run = SyncRun(
            store: store,
            source: PageSource(fetcher: fetcher, clock: clock, stop: stop, settings: settings),
            sourceName: placedName, settings: settings, progress: progress, rejected: rejected)
        let completeness: SyncCompleteness
        do {
            completeness = try await strategy.sync(run)
        } catch is CancellationError {
            completeness = run.stopped
        }
        progress.phase("checkpoint")
        var result = store.result
        result.completeness = completeness
        result.callCount = fetcher.tally.callCount
        result.retryCount = fetcher.tally.retryCount
        result.byteCount = fetcher.tally.byteCount
        try store.finish(strategy.name, result: result)
        return result
    }

    /// The source's name with the settings that places in its list depend on.
    private var placedName: String {
        "\(sourceName) \(settings.paging.rawValue) \(settings.pageSize) \(settings.trustsOrder)"
    }
}
