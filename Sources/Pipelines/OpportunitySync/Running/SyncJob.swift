import GRDB
package import HTTPClient
package import PipelineKit
import SQLiteStore

/// One run of a sync, from a source into a database, by one of the strategies.
///
/// ```swift
/// import HTTPClient
///
/// if let source = HTTPBase("http://127.0.0.1:8080/5301") {
///     let result = try await NIOTransport.running(source) { transport in
///         let job = try SyncJob(
///             transport: transport, sourceName: "shop", database: "opportunities.sqlite")
///         return try await job.run()
///     }
///     print(result.completeness, result.insertedCount)
/// }
/// ```
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

    /// Creates a run.
    ///
    /// - Parameters:
    ///   - strategy: The name of one of the pipeline's strategies.
    ///   - transport: Reaches the source; paths begin with `/opportunities`.
    ///   - sourceName: Identifies the source: a stopped run continues only with the same name and
    ///     page settings.
    ///   - database: The path of the database, which is created if it is missing. Rejected records
    ///     go to a file next to it.
    ///   - stop: Requests a stop, from any thread.
    /// - Throws: ``WorkerError`` for an unknown strategy.
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

    /// Runs until the end or until a stop is requested.
    ///
    /// - Throws: ``WorkerError`` if the database can't be used. A failing source is a result
    ///   instead.
    package func run() async throws -> SyncResult {
        let task = Task { try await runToEnd() }
        // Ends any waiting.
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

    /// The source's name, with the settings on which positions in its list depend.
    private var placedName: String {
        "\(sourceName) \(settings.paging.rawValue) \(settings.pageSize) \(settings.trustsOrder)"
    }
}
