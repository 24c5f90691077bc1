import Foundation
import GRDB
import HTTPClient
import HTTPSource
import HTTPTestSupport
import MemoryBudget
import Synchronization
import Testing

@testable import OpportunitySync

/// A transport that acts before the page with some number is requested.
private final class WatchedTransport: HTTPTransport {
    private let transport: SourceTransport
    private let callCount = Mutex(0)
    private let act: @Sendable (_ call: Int) throws -> Void

    init(_ transport: SourceTransport, act: @escaping @Sendable (_ call: Int) throws -> Void) {
        self.transport = transport
        self.act = act
    }

    func get(
        _ path: String, receive: (UnsafeRawBufferPointer) throws -> Void,
        handOn: () async throws -> Void
    ) async throws -> HTTPHead {
        let call = callCount.withLock { count in
            count += 1
            return count
        }
        try act(call)
        return try await transport.get(path, receive: receive, handOn: handOn)
    }
}

@Suite("Interrupted runs and the next run")
struct ResumeTests {
    private static let count = 260

    private func settings(_ paging: SyncSettings.Paging) -> SyncSettings {
        var settings = SyncSettings.paging(paging)
        // One page after another, so that a page is requested after the ones before are committed.
        settings.pageDelayMilliseconds = 1
        return settings
    }

    /// Returns the files left by a process that is killed when it requests a page.
    private func leftover(
        of database: SyncedDatabase, name: String, paging: SyncSettings.Paging, call: Int
    ) async throws -> SyncedDatabase {
        let left = try SyncedDatabase(count: Self.count)
        let (from, to) = (database.path, left.path)
        let transport = WatchedTransport(database.transport(database.source())) { number in
            guard number == call else { return }
            for suffix in ["", "-wal"] {
                try? FileManager.default.removeItem(atPath: to + suffix)
                try FileManager.default.copyItem(atPath: from + suffix, toPath: to + suffix)
            }
        }
        _ = try await database.sync(try strategy(name), transport, settings: settings(paging))
        return left
    }

    @Test(
        "After a kill at any page, the next run is complete", arguments: strategyNames,
        SyncSettings.Paging.allCases)
    func killed(name: String, paging: SyncSettings.Paging) async throws {
        let pageCount = 13
        // The strategy that continues within a pass is tried after each page.
        let calls = name == "generation-sweep" ? Array(1...pageCount) : [1, 7, pageCount]
        for call in calls {
            let database = try SyncedDatabase(count: Self.count)
            let left = try await leftover(of: database, name: name, paging: paging, call: call)
            let transport = left.transport(left.source())
            let result = try await left.sync(
                try strategy(name), transport, settings: settings(paging))
            #expect(result.completeness == .complete && left.rowsAreEqual)
            if name == "generation-sweep" { #expect(result.callCount == pageCount - call + 1) }
        }
    }

    @Test("After a kill at any page, the next run notices a changed list and starts over")
    func killedAndChanged() async throws {
        for call in [2, 7, 13] {
            let database = try SyncedDatabase(count: Self.count)
            let left = try await leftover(
                of: database, name: "generation-sweep", paging: .offset, call: call)
            let source = left.source([.shiftingPages]) { $0.shiftInterval = 1 }
            // Requesting pages changes the list.
            for _ in 0..<3 { _ = source.answer(path: "/260/opportunities", now: 0) }
            let before = try left.rows()
            let result = try await left.sync(
                GenerationSweep(), left.transport(source), settings: settings(.offset))
            guard case .incomplete = result.completeness else {
                Issue.record("\(result.completeness)")
                return
            }
            let live = Set(source.opportunities(count: Self.count).ids)
            #expect(live.intersection(before.keys).isSubset(of: try left.rows().keys))
            _ = try await left.sync(
                GenerationSweep(), left.transport(left.source()), settings: settings(.offset))
            #expect(left.rowsAreEqual)
        }
    }

    @Test("A run asked to stop keeps its pages, and the next continues after them")
    func stopped() async throws {
        for paging in SyncSettings.Paging.allCases {
            let database = try SyncedDatabase(count: Self.count)
            let stop = SyncStop()
            let transport = WatchedTransport(database.transport(database.source())) { call in
                if call == 6 { stop.request(.asked) }
            }
            var result = try await database.sync(
                GenerationSweep(), transport, settings: settings(paging), stop: stop)
            #expect(result.completeness == .stopped(.asked) && result.deletedCount == 0)
            #expect(
                try StoredOpportunities(path: database.path).outcome().remark
                    == "stopped: it was asked to stop")
            let done = result.insertedCount + result.updatedCount + result.unchangedCount
            #expect(done > 80)
            result = try await database.sync(
                GenerationSweep(), database.transport(database.source()),
                settings: settings(paging))
            #expect(result.completeness == .complete && result.callCount <= 8)
            #expect(database.rowsAreEqual)
        }
    }

    @Test(
        "A time limit ends a wait, and every strategy's next run is complete",
        arguments: strategyNames)
    func timeLimit(name: String) async throws {
        let database = try SyncedDatabase(count: Self.count)
        let clock = VirtualClock()
        var settings = settings(.offset)
        settings.pageDelayMilliseconds = 1500
        settings.timeLimitSeconds = 10
        var result = try await database.sync(
            try strategy(name), database.transport(database.source(), clock: clock),
            settings: settings, clock: clock)
        #expect(result.completeness == .stopped(.timeLimit))
        #expect(clock.unixSeconds == 1_800_000_010 && result.callCount == 7)
        settings.timeLimitSeconds = 0
        result = try await database.sync(
            try strategy(name), database.transport(database.source()), settings: settings)
        #expect(result.completeness == .complete && database.rowsAreEqual)
    }

    @Test("A sync that is stopped again and again finishes")
    func often() async throws {
        let database = try SyncedDatabase(count: Self.count)
        let clock = VirtualClock()
        var settings = settings(.cursor)
        settings.pageDelayMilliseconds = 1000
        settings.timeLimitSeconds = 3
        var runCount = 0
        while runCount < 20 {
            runCount += 1
            let result = try await database.sync(
                GenerationSweep(), database.transport(database.source(), clock: clock),
                settings: settings, clock: clock)
            if result.completeness == .complete { break }
            #expect(result.completeness == .stopped(.timeLimit))
        }
        #expect((4...6).contains(runCount) && database.rowsAreEqual)
    }

    @Test("A failed page leaves the pass to the next run")
    func failedPage() async throws {
        let database = try SyncedDatabase(count: Self.count)
        let transport = WatchedTransport(database.transport(database.source())) { call in
            if call >= 9 { throw HTTPFailure(.status(403), path: "") }
        }
        var result = try await database.sync(
            GenerationSweep(), transport, settings: settings(.offset))
        guard case .incomplete(.failedPage) = result.completeness else {
            Issue.record("\(result.completeness)")
            return
        }
        result = try await database.sync(
            GenerationSweep(), database.transport(database.source()), settings: settings(.offset))
        #expect(result.completeness == .complete && result.callCount == 5)
        #expect(database.rowsAreEqual)
    }

    @Test("A pass with other page settings or another strategy is not continued")
    func others() async throws {
        for name in strategyNames {
            let database = try SyncedDatabase(count: Self.count)
            let left = try await leftover(
                of: database, name: "generation-sweep", paging: .offset, call: 7)
            var settings = settings(.offset)
            if name == "generation-sweep" { settings.pageSize = 26 }
            let result = try await left.sync(
                try strategy(name), left.transport(left.source()), settings: settings)
            #expect(result.completeness == .complete && left.rowsAreEqual)
            #expect(result.callCount >= 10)
        }
    }

    @Test("A run killed during its sweep is continued only if the list is the same")
    func killedSweep() async throws {
        for isSame in [true, false] {
            let database = try SyncedDatabase(count: Self.count)
            _ = try await database.sync(
                GenerationSweep(), database.transport(database.source()),
                settings: settings(.offset))
            try database.reopenSweep(settings(.offset))
            let source = database.source(isSame ? [] : [.shiftingPages]) { $0.shiftInterval = 1 }
            if !isSame { _ = source.answer(path: "/260/opportunities", now: 0) }
            let result = try await database.sync(
                GenerationSweep(), database.transport(source), settings: settings(.offset))
            if isSame {
                #expect(result.completeness == .complete && result.callCount == 1)
                #expect(result.deletedCount == 1)
                #expect(database.rowsAreEqual)
            } else {
                #expect(result.completeness != .complete && result.deletedCount == 0)
            }
        }
    }
}

extension SyncedDatabase {
    /// Whether the table is as a complete sync leaves it.
    fileprivate var rowsAreEqual: Bool { (try? rows()) == expected }

    /// Changes the database to that of a run killed after its last page, with a row to be swept.
    fileprivate func reopenSweep(_ settings: SyncSettings) throws {
        let store = try SyncStore(path, cacheByteCount: nil)
        try store.write { database in
            let name =
                "source \(settings.paging.rawValue) \(settings.pageSize) \(settings.trustsOrder)"
            try database.execute(
                sql: """
                    UPDATE sync_pass SET source = ?, phase = 'sweep', start_offset = 0, total = ?,
                        version = '0', pages = 13, records = ?;
                    INSERT INTO opportunities VALUES ('gone', 't', 'a', 'd', 1, 1, 0)
                    """, arguments: [name, count, count])
        }
    }
}
