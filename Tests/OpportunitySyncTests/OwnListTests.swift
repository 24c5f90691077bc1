import GRDB
import HTTPClient
import HTTPTestSupport
import PipelineKit
import Synchronization
import TestSupport
import Testing

@testable import OpportunitySync

/// A source with a list of ids that a test can change; its pages have no version.
private final class ListTransport: HTTPTransport {
    private let state: Mutex<State>
    private let total: Int?
    private let act: @Sendable (_ call: Int) throws -> Void

    private struct State {
        var ids: [String]
        var callCount = 0
    }

    /// - Parameters:
    ///   - total: The total that pages report; `nil` for the real one.
    ///   - act: Called before each answer.
    init(
        _ ids: [String], total: Int? = nil,
        act: @escaping @Sendable (_ call: Int) throws -> Void = { _ in }
    ) {
        state = Mutex(State(ids: ids))
        self.total = total
        self.act = act
    }

    func change(to ids: [String]) { state.withLock { $0.ids = ids } }

    func get(
        _ path: String, receive: (UnsafeRawBufferPointer) throws -> Void,
        handOn: () async throws -> Void
    ) async throws -> HTTPHead {
        let (ids, call) = state.withLock { state in
            state.callCount += 1
            return (state.ids, state.callCount)
        }
        try act(call)
        let numbers = path.split { !$0.isNumber }.compactMap { Int($0) }
        let items = ids.dropFirst(numbers.first ?? 0).prefix(numbers.last ?? 0).map { id in
            #"{"id":"\#(id)","title":"t","agency":"a","due":"2026-01-02T03:04:05Z","#
                + #""amount_cents":1,"revision":1}"#
        }
        let text = #"{"total":\#(total ?? ids.count),"items":[\#(items.joined(separator: ","))]}"#
        try Array(text.utf8).withUnsafeBytes(receive)
        try await handOn()
        return HTTPHead(status: 200)
    }
}

/// A database that doesn't exist yet, in its own folder.
private struct NewDatabase {
    let directory: TemporaryDirectory
    var path: String { directory.path("opportunities.db") }

    init() throws { directory = try TemporaryDirectory() }

    func ids() throws -> [[UInt8]] {
        try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "SELECT id FROM opportunities ORDER BY id")
                .map { Array($0.utf8) }
        }
    }

    func sync(
        _ strategy: String, _ transport: ListTransport, stop: SyncStop = SyncStop()
    ) async throws -> SyncResult {
        var settings = SyncSettings.paging(.offset, pageSize: 3)
        settings.trustsOrder = true
        // One page after another.
        settings.pageDelayMilliseconds = 1
        return try await SyncJob(
            strategy: strategy, transport: transport, sourceName: "list", database: path,
            settings: settings, stop: stop, clock: VirtualClock()
        ).run()
    }
}

@Suite("Lists made up by a test")
struct OwnListTests {
    @Test("A total too large for any list is not accepted", arguments: strategyNames)
    func hugeTotal(strategy: String) async throws {
        for total in [Int.max, (1 << 53) + 2] {
            let result = try await NewDatabase().sync(
                strategy, ListTransport(["a", "b", "c"], total: total))
            guard case .incomplete(.failedPage) = result.completeness else {
                Issue.record("\(result.completeness)")
                return
            }
        }
    }

    @Test("Ids compare by bytes: two spellings of a character are two ids")
    func spellings() async throws {
        for strategy in ["full-objects", "two-pass", "generation-sweep"] {
            let database = try NewDatabase()
            let both = ["caf\u{E9}", "cafe\u{301}"]
            var result = try await database.sync(strategy, ListTransport(both))
            #expect(result.completeness == .complete && result.insertedCount == 2)
            result = try await database.sync(strategy, ListTransport([both[0]]))
            #expect(result.completeness == .complete && result.deletedCount == 1)
            #expect(try database.ids() == [Array(both[0].utf8)])
        }
    }

    @Test("A run of another strategy ends a saved pass, which doesn't know that run's rows")
    func otherStrategyBetween() async throws {
        let database = try NewDatabase()
        let before = (10..<30).map { "id\($0)" }
        let stop = SyncStop()
        let transport = ListTransport(before) { if $0 == 6 { stop.request(.asked) } }
        let stopped = try await database.sync("generation-sweep", transport, stop: stop)
        #expect(stopped.completeness == .stopped(.asked))
        // A record that was read is gone, and a new one is in front: total and overlap stay.
        let after = ["id00"] + before.filter { $0 != "id12" }
        for strategy in ["two-pass", "generation-sweep"] {
            let result = try await database.sync(strategy, ListTransport(after))
            #expect(result.completeness == .complete)
            #expect(try database.ids() == after.map { Array($0.utf8) })
        }
    }

    @Test(
        "Of two runs that write one database, the first ends with an error",
        arguments: strategyNames)
    func twoRuns(strategy: String) async throws {
        let database = try NewDatabase()
        let path = database.path
        let transport = ListTransport((10..<30).map { "id\($0)" }) { call in
            if call == 3 { _ = try SyncStore(path, cacheByteCount: nil) }
        }
        await #expect {
            _ = try await database.sync(strategy, transport)
        } throws: { error in
            "\(error)".contains("another sync of this database has begun")
        }
    }
}
