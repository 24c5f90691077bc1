import GRDB
import HTTPClient
import HTTPSource
import HTTPTestSupport
import PipelineKit
import SQLiteStore
import TestSupport

@testable import OpportunitySync

/// A stored row.
struct StoredRow: Hashable {
    var title: String
    var agency: String
    var due: String
    var amountCents: Int
    var revision: Int

    init(_ record: HTTPSource.OpportunityRecord) {
        title = record.title
        agency = record.agency
        due = record.due
        amountCents = record.amountCents
        revision = record.revision
    }

    fileprivate init(_ row: Row) {
        title = row["title"]
        agency = row["agency"]
        due = row["due"]
        amountCents = row["amount_cents"]
        revision = row["revision"]
    }
}

/// A database in its own folder, with runs that sync it without a network.
final class SyncedDatabase {
    let directory: TemporaryDirectory
    let count: Int
    let seed: UInt64
    var path: String { directory.path("opportunities.db") }

    /// Creates a database as an earlier sync leaves it.
    init(count: Int, seed: UInt64 = 42) throws {
        directory = try TemporaryDirectory()
        self.count = count
        self.seed = seed
        let store = try SyncStore(path, cacheByteCount: nil)
        try store.write { database in
            for case let record? in OpportunityHistory(seed: seed, count: count).changes.map(
                \.previous)
            {
                try database.execute(
                    sql: """
                        INSERT INTO opportunities (id, title, agency, due, amount_cents, revision)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        record.id, record.title, record.agency, record.due, record.amountCents,
                        record.revision,
                    ])
            }
        }
    }

    /// Returns the stored rows by id.
    func rows() throws -> [String: StoredRow] { try rows(at: path) }

    /// Returns another database's rows by id.
    func rows(at path: String) throws -> [String: StoredRow] {
        try DatabaseQueue(path: path).read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM opportunities")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"], StoredRow($0)) })
        }
    }

    /// The rows that a complete sync leaves.
    var expected: [String: StoredRow] {
        let records = OpportunityHistory(seed: seed, count: count).changes.compactMap(\.result)
        return Dictionary(uniqueKeysWithValues: records.map { ($0.id, StoredRow($0)) })
    }

    /// Returns a source with this database's list.
    func source(_ hazards: Set<Hazard> = [], change: (inout SourceSettings) -> Void = { _ in })
        -> Source
    {
        var settings = SourceSettings()
        settings.seed = seed
        settings.hazards = hazards
        change(&settings)
        return Source(settings)
    }

    /// Returns a transport to the source.
    func transport(_ source: Source, clock: VirtualClock = VirtualClock()) -> SourceTransport {
        SourceTransport(source, prefix: "/\(count)", clock: clock)
    }

    /// Syncs once.
    func sync(
        _ strategy: any SyncStrategy, _ transport: any HTTPTransport,
        settings: SyncSettings = SyncSettings(), stop: SyncStop = SyncStop(),
        clock: VirtualClock = VirtualClock(), progress: TrialProgress = .unwatched()
    ) async throws -> SyncResult {
        try await SyncJob(
            strategy: strategy, transport: transport, sourceName: "source", database: path,
            settings: settings, stop: stop, clock: clock, progress: progress,
            rejected: RejectedUnits(path: path + ".rejected.jsonl", progress: progress)
        ).run()
    }
}

/// Returns a strategy by its name.
func strategy(_ name: String) throws -> any SyncStrategy {
    guard let strategy = OpportunitySync.syncStrategies.first(where: { $0.name == name }) else {
        throw WorkerError(.badSetting, "there is no strategy '\(name)'")
    }
    return strategy
}

/// The names of all strategies.
let strategyNames = OpportunitySync.syncStrategies.map(\.name)

extension SyncSettings {
    /// Returns settings for small pages.
    static func paging(_ paging: Paging, pageSize: Int = 20) -> SyncSettings {
        var settings = SyncSettings()
        settings.paging = paging
        settings.pageSize = pageSize
        return settings
    }
}
