import Foundation
import GRDB
import HTTPClient
import HTTPSource
import HTTPTestSupport
import MemoryBudget
import PipelineKit
import StreamedJSON
import Testing

@testable import OpportunitySync

@Suite("Strategies of opportunity-sync")
struct StrategyTests {
    private static let failures: Set<Hazard> = [
        .retryAfterSeconds, .retryAfterDate, .retryAfterPast, .retryAfterNegative,
        .retryAfterGarbage, .retryAfterZero, .serverError, .truncatedBody, .malformedBody,
        .emptyBody, .slowDrip,
    ]

    @Test(
        "Every strategy makes the table equal to the source", arguments: strategyNames,
        SyncSettings.Paging.allCases)
    func equal(name: String, paging: SyncSettings.Paging) async throws {
        let database = try SyncedDatabase(count: 530)
        let transport = database.transport(database.source())
        let progress = TrialProgress.unwatched()
        let result = try await database.sync(
            try strategy(name), transport, settings: .paging(paging), progress: progress)
        #expect(result.completeness == .complete)
        #expect(try database.rows() == database.expected)
        let passCount = name == "two-pass" || name == "id-set" ? 2 : 1
        #expect(result.callCount == 27 * passCount && transport.paths.count == result.callCount)
        #expect(result.deletedCount == 10 && result.insertedCount > 0 && result.updatedCount > 0)
        #expect(result.failedCount > 0 && progress.unitsRejected == result.failedCount)
        #expect(progress.unitsDone == 530)
        let outcome = try StoredOpportunities(path: database.path).outcome()
        #expect(outcome.rows == database.expected.count && outcome.remark == nil)
        #expect(outcome.counts == result.counts)
    }

    @Test(
        "Latency, refusals and bad answers don't change the result",
        arguments: strategyNames, SyncSettings.Paging.allCases)
    func failures(name: String, paging: SyncSettings.Paging) async throws {
        let database = try SyncedDatabase(count: 530)
        let clock = VirtualClock()
        let source = database.source(Self.failures) {
            $0.latencyMilliseconds = 100
            $0.hazardPerMille = 400
        }
        let transport = database.transport(source, clock: clock)
        let result = try await database.sync(
            try strategy(name), transport, settings: .paging(paging), clock: clock)
        #expect(result.completeness == .complete && result.retryCount > 5)
        #expect(try database.rows() == database.expected)
        #expect(transport.earlyPaths == [])
    }

    @Test("A second sync of the same source changes nothing", arguments: strategyNames)
    func again(name: String) async throws {
        let database = try SyncedDatabase(count: 530)
        _ = try await database.sync(
            GenerationSweep(), database.transport(database.source()), settings: .paging(.offset))
        let result = try await database.sync(
            try strategy(name), database.transport(database.source()), settings: .paging(.offset))
        #expect(result.completeness == .complete)
        #expect(result.insertedCount + result.updatedCount + result.deletedCount == 0)
        #expect(result.unchangedCount + result.failedCount == 530)
        #expect(try database.rows() == database.expected)
    }

    @Test("A missing database is created", arguments: strategyNames)
    func new(name: String) async throws {
        let database = try SyncedDatabase(count: 0)
        let transport = SourceTransport(database.source(), prefix: "/45", clock: VirtualClock())
        let result = try await database.sync(
            try strategy(name), transport, settings: .paging(.cursor))
        #expect(result.completeness == .complete)
        #expect(result.insertedCount + result.failedCount == 45 && result.deletedCount == 0)
    }

    @Test("An empty source deletes nothing", arguments: strategyNames)
    func empty(name: String) async throws {
        let database = try SyncedDatabase(count: 100)
        let before = try database.rows()
        let transport = SourceTransport(database.source(), prefix: "/0", clock: VirtualClock())
        let result = try await database.sync(try strategy(name), transport)
        #expect(result.completeness == .incomplete(.emptyList))
        #expect(try database.rows() == before)
        let outcome = try StoredOpportunities(path: database.path).outcome()
        #expect(
            outcome.remark
                == "incomplete, so nothing was deleted: the source has no records at all")
    }

    @Test(
        "A source that keeps failing is incomplete, and deletes nothing", arguments: strategyNames)
    func failing(name: String) async throws {
        let database = try SyncedDatabase(count: 530)
        let before = try database.rows()
        let source = database.source([.serverError]) {
            $0.hazardPerMille = 1000
            $0.hazardRunMax = 1000
        }
        let result = try await database.sync(
            try strategy(name), database.transport(source), settings: .paging(.offset))
        guard case .incomplete(.failedPage) = result.completeness else {
            Issue.record("\(result.completeness)")
            return
        }
        #expect(result.deletedCount == 0 && result.callCount <= 6 * 16)
        #expect(try database.rows() == before)
    }

    @Test("A list without versions is swept only if its order is trusted")
    func versions() async throws {
        for name in strategyNames {
            let database = try SyncedDatabase(count: 530)
            var settings = SyncSettings.paging(.offset)
            var result = try await database.sync(
                try strategy(name), database.transport(database.source([.missingVersion])),
                settings: settings)
            #expect(result.completeness == .incomplete(.noVersion) && result.deletedCount == 0)
            #expect(result.insertedCount > 0)
            settings.trustsOrder = true
            result = try await database.sync(
                try strategy(name), database.transport(database.source([.missingVersion])),
                settings: settings)
            #expect(result.completeness == .complete)
            #expect(try database.rows() == database.expected)
        }
    }

    @Test("Invalid records are reported with their page and position")
    func rejected() async throws {
        let database = try SyncedDatabase(count: 530)
        _ = try await database.sync(
            GenerationSweep(), database.transport(database.source()), settings: .paging(.offset))
        let text = try String(contentsOfFile: database.path + ".rejected.jsonl", encoding: .utf8)
        let records = OpportunityContent(seed: 42)
        let defects = (0..<530).filter { records.record($0).defect != nil }
        let lines = text.split(separator: "\n")
        #expect(lines.count == defects.count)
        for (line, number) in zip(lines, defects) {
            let file = "/opportunities?offset=\(number / 20 * 20)&limit=20"
            #expect(line.hasPrefix(#"{"file":"\#(file)","line":\#(number % 20 + 1),"#))
        }
    }

    @Test("A repeated record is noticed, stored or not, valid or not")
    func twice() throws {
        let valid =
            #"{"id":"a","title":"t","agency":"a","due":"2026-03-14T18:30:00Z","amount_cents":1,"revision":1}"#
        let invalid = #"{"id":"a"}"#
        for (first, second) in [
            (valid, valid), (valid, invalid), (invalid, valid), (invalid, invalid),
        ] {
            let database = try SyncedDatabase(count: 0)
            let store = try SyncStore(database.path, cacheByteCount: nil)
            try store.begin(generation: 7)
            #expect(try store.write(page([first])).new == 1)
            let counts = try store.write(page([second]))
            #expect(counts.new == 0 && counts.repeated == 1, "\(first) \(second)")
            try store.begin(generation: 8)
            #expect(try store.write(page([second])).new == 1)
            #expect(try store.write(page([first, second])).repeated == 2)
        }
    }

    private func page(_ records: [String]) throws -> OpportunityPage {
        let body = JSONBody(PageReader(.offset(0)))
        let text = #"{"total":1,"items":["# + records.joined(separator: ",") + "]}"
        try Array(text.utf8).withUnsafeBytes { try body.receive($0) }
        try body.finish()
        return body.receiver.page
    }

    @Test(
        "A page without its total or its items is malformed, and odd records have no id",
        arguments: [#"{"items":[]}"#, #"{"total":1}"#, #"{"total":-1,"items":[]}"#, "[]"])
    func malformed(text: String) throws {
        let body = JSONBody(PageReader(.offset(0)))
        try Array(text.utf8).withUnsafeBytes { try body.receive($0) }
        #expect(throws: MalformedBody.self) { try body.finish() }
        let long = String(repeating: "x", count: 65)
        let odd = try page([
            "1", "\"a\"", "null", "[1,[2]]", "{}", #"{"id":""}"#, #"{"id":null}"#, #"{"id":5}"#,
            #"{"id":"\#(long)"}"#, #"{"x":{"id":"a"}}"#, #"{"id":"b","y":[{"id":"c"}]}"#,
        ])
        #expect(odd.records.count == 11)
        #expect((0..<11).map { odd.id(at: $0) } == Array(repeating: nil, count: 10) + ["b"])
    }

    @Test("A database with other content is left unchanged")
    func other() async throws {
        let database = try SyncedDatabase(count: 10)
        let store = try SyncStore(database.path, cacheByteCount: nil)
        try store.write { database in
            try database.execute(sql: "DROP TABLE opportunities; CREATE TABLE x (y)")
        }
        await #expect(throws: WorkerError.self) {
            _ = try await database.sync(
                GenerationSweep(), database.transport(database.source()))
        }
    }

    @Test(
        "Pages begin no sooner than the delay allows, one after another", arguments: strategyNames)
    func delay(name: String) async throws {
        let database = try SyncedDatabase(count: 100)
        let clock = VirtualClock()
        var settings = SyncSettings.paging(.offset)
        settings.pageDelayMilliseconds = 200
        let result = try await database.sync(
            try strategy(name), database.transport(database.source(), clock: clock),
            settings: settings, clock: clock)
        #expect(result.completeness == .complete)
        let delays = clock.sleeps.filter { $0 == .milliseconds(200) }
        #expect(delays.count == result.callCount - 1)
    }
}
