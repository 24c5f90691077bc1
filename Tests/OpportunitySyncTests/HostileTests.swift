import HTTPClient
import HTTPSource
import HTTPTestSupport
import PipelineKit
import Testing

@testable import OpportunitySync

/// A run against a source that misbehaves, followed by a clean one.
private struct HostileRun {
    let database: SyncedDatabase
    let seed: Int
    let hazards: Set<Hazard>
    let strategy: any SyncStrategy
    let settings: SyncSettings
    let transport: SourceTransport
    let clock: VirtualClock
    private let source: Source

    static let count = 130
    static let pageSize = 10

    /// Creates one of 200 runs: each hazard in turn, by offset and by cursor, with each strategy,
    /// alone and from the sixth round on together with a second hazard.
    init(seed: Int) throws {
        let all = Hazard.allCases
        let round = seed / all.count
        var hazards: Set = [all[seed % all.count]]
        if round >= 6 { hazards.insert(all[(seed * 7 + round) % all.count]) }
        try self.init(
            seed: seed, hazards: hazards,
            strategy: try OpportunitySyncTests.strategy(
                strategyNames[(round / 2 + seed) % strategyNames.count]),
            paging: round.isMultiple(of: 2) ? .offset : .cursor)
    }

    init(
        seed: Int, hazards: Set<Hazard>, strategy: any SyncStrategy, paging: SyncSettings.Paging
    ) throws {
        self.seed = seed
        self.hazards = hazards
        self.strategy = strategy
        var settings = SyncSettings.paging(paging, pageSize: Self.pageSize)
        settings.trustsOrder = seed / 5 % 3 == 0
        self.settings = settings
        database = try SyncedDatabase(count: Self.count, seed: UInt64(seed))
        clock = VirtualClock()
        source = database.source(hazards) {
            $0.latencyMilliseconds = 50
            $0.hazardPerMille = 300
            $0.hazardRunMax = seed % 5 == 0 ? 1000 : 3
        }
        transport = database.transport(source, clock: clock)
    }

    /// Returns the ids that were stored before, are in the source now, and are no longer stored.
    func lostIDs(_ before: [String: StoredRow]) throws -> Set<String> {
        let live = Set(source.opportunities(count: Self.count).ids)
        return live.intersection(before.keys).subtracting(try database.rows().keys)
    }

    func run() async throws -> SyncResult {
        try await database.sync(strategy, transport, settings: settings, clock: clock)
    }

    /// The maximum number of calls in a run, besides retries.
    var callCountMax: Int {
        let list = source.opportunities(count: Self.count)
        // Pages overlap by one record at most, and one page more may show that none follows.
        let pageCount = list.count / (Self.pageSize - 1) + 2
        return 2 * pageCount
    }

    /// Returns the rows that a clean sync must leave.
    func expected(of before: [String: StoredRow]) -> [String: StoredRow] {
        let content = OpportunityContent(seed: UInt64(seed))
        var rows: [String: StoredRow] = [:]
        for number in 0..<Self.count {
            let record = content.record(number)
            // The stored row of an invalid record stays.
            rows[record.id] = record.defect == nil ? StoredRow(record) : before[record.id]
        }
        return rows
    }
}

/// A strategy that deletes unseen rows after any pass, which the tests must notice.
private struct SweepRegardless: SyncStrategy {
    let name = "sweep-regardless"
    let about = "deletes live records"

    func sync(_ run: SyncRun) async throws -> SyncCompleteness {
        var ids: Set<IDString> = []
        var check = try run.newCheck()
        let source = run.source
        let pass = run.sequentialPass { try await source.page(at: $0) }
        _ = try await pass.run(from: run.settings.firstPage, check: &check) { page, check in
            check.take(page.facts(adding: &ids))
        }
        return try run.sweep(.complete, keeping: ids)
    }
}

@Suite("Misbehaving sources")
struct HostileTests {
    @Test(
        "No live record is deleted, no call is wasted or too early, and a clean pass repairs all",
        arguments: 0..<200)
    func hostile(seed: Int) async throws {
        let run = try HostileRun(seed: seed)
        let before = try run.database.rows()
        let result = try await run.run()
        let context = Comment(
            "\(run.strategy.name) \(run.settings.paging) \(run.hazards) \(result.completeness)")
        #expect(try run.lostIDs(before) == [], context)
        if result.completeness != .complete { #expect(result.deletedCount == 0, context) }
        #expect(result.callCount - result.retryCount <= run.callCountMax, context)
        #expect(result.retryCount <= 5 * run.callCountMax, context)
        #expect(run.transport.earlyPaths == [], context)

        let middle = try run.database.rows()
        let clean = try await run.database.sync(
            run.strategy, run.database.transport(run.database.source()), settings: run.settings)
        #expect(clean.completeness == .complete, context)
        #expect(try run.database.rows() == run.expected(of: middle), context)
    }

    @Test(
        "A strategy that always sweeps is detected",
        arguments: [
            (Hazard.retryAfterHuge, SyncSettings.Paging.offset), (.cappedPages, .offset),
            (.cappedPages, .cursor), (.ignoredCursor, .cursor), (.replacedRecords, .offset),
        ])
    func probe(hazard: Hazard, paging: SyncSettings.Paging) async throws {
        for seed in 0..<40 {
            let run = try HostileRun(
                seed: seed, hazards: [hazard], strategy: SweepRegardless(), paging: paging)
            let before = try run.database.rows()
            _ = try await run.run()
            if try !run.lostIDs(before).isEmpty { return }
        }
        Issue.record("no live record was deleted")
    }

    @Test(
        "A list that is replaced bit by bit loses nothing live, with a version or without",
        arguments: strategyNames, 1...6)
    func replaced(name: String, interval: Int) async throws {
        for hazards in [[Hazard.replacedRecords], [.replacedRecords, .missingVersion]] {
            for paging in SyncSettings.Paging.allCases {
                let database = try SyncedDatabase(count: 260)
                let source = database.source(Set(hazards)) { $0.shiftInterval = interval }
                var settings = SyncSettings.paging(paging)
                settings.trustsOrder = true
                let before = try database.rows()
                let result = try await database.sync(
                    try strategy(name), database.transport(source), settings: settings)
                let live = Set(source.opportunities(count: 260).ids)
                let lost = live.intersection(before.keys).subtracting(try database.rows().keys)
                #expect(lost == [])
                #expect(result.completeness != .complete && result.deletedCount == 0)
            }
        }
    }

    @Test("A list with a record without an id deletes nothing", arguments: strategyNames)
    func missingIDs(name: String) async throws {
        let database = try SyncedDatabase(count: 3_000)
        let before = try database.rows()
        let result = try await database.sync(
            try strategy(name), database.transport(database.source([.missingIDs])))
        #expect(result.completeness == .incomplete(.unreadableID))
        #expect(result.deletedCount == 0)
        #expect(Set(before.keys).subtracting(try database.rows().keys) == [])
    }

    @Test(
        "A source that ignores its cursor ends the pass at the first repeated page",
        arguments: strategyNames)
    func ignoredCursor(name: String) async throws {
        let database = try SyncedDatabase(count: 260)
        let transport = database.transport(database.source([.ignoredCursor]))
        let result = try await database.sync(
            try strategy(name), transport, settings: .paging(.cursor))
        guard case .incomplete = result.completeness else {
            Issue.record("\(result.completeness)")
            return
        }
        // Two pages per pass, and one fetched ahead.
        #expect(result.callCount <= 4 && result.deletedCount == 0)
    }
}
