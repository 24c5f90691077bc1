import HTTPClient
import OpportunitySync
import PipelineKit
import SyncService

/// A factory of opportunity syncs with the settings of the command line.
struct OpportunityRunner: SyncRunning {
    private let options: SyncOptions

    /// - Throws: ``WorkerError`` for an unknown strategy.
    init(_ options: SyncOptions) throws(WorkerError) {
        let names = OpportunitySync().strategies.map(\.name)
        guard names.contains(options.strategy) else {
            throw WorkerError(
                .usage,
                "there is no strategy '\(options.strategy)'; choose from"
                    + " \(names.joined(separator: ", "))"
            )
        }
        self.options = options
    }

    func makeRun() -> any SyncRun { OpportunityRun(options) }
}

/// A sync of opportunities.
private final class OpportunityRun: SyncRun {
    private let options: SyncOptions
    private let stop = SyncStop()
    private let progress = TrialProgress.unwatched()

    init(_ options: SyncOptions) {
        self.options = options
    }

    var doneCount: Int { progress.unitsDone }

    func requestStop() { stop.request() }

    func run() async throws -> SyncReport {
        let result = try await NIOTransport.running(options.source) { transport in
            try await SyncJob(
                strategy: options.strategy, transport: transport, sourceName: options.sourceName,
                database: options.database, settings: options.settings, stop: stop,
                progress: progress
            ).run()
        }
        return SyncReport(result)
    }
}

extension SyncReport {
    fileprivate init(_ result: SyncResult) {
        let ending: Ending =
            switch result.completeness {
            case .complete: .complete
            case .incomplete: .incomplete
            case .stopped: .stopped
            }
        let counts: [Count: Int] = [
            .calls: result.callCount, .retries: result.retryCount, .bytes: result.byteCount,
            .inserted: result.insertedCount, .updated: result.updatedCount,
            .unchanged: result.unchangedCount, .deleted: result.deletedCount,
            .failed: result.failedCount,
        ]
        self.init(ending, reason: result.completeness.reason, counts: counts)
    }
}
