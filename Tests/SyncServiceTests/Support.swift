import HTTPServing
import SyncService
import Synchronization
import TestSupport
import Testing

/// Syncs that end when a test ends them, or at once.
final class FakeRunner: SyncRunning {
    private let state = Mutex(State())
    private let waits: Bool
    private let result: Result<SyncReport, Failure>

    private struct State {
        var runs: [FakeRun] = []
    }

    /// The error of a run that can't do its work.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init(
        _ result: Result<SyncReport, Failure> = .success(SyncReport(.complete)), waits: Bool = false
    ) {
        self.result = result
        self.waits = waits
    }

    /// All runs created, in order.
    var runs: [FakeRun] { state.withLock { $0.runs } }

    func makeRun() -> any SyncRun {
        let run = FakeRun(result)
        if !waits { run.end() }
        state.withLock { $0.runs.append(run) }
        return run
    }
}

/// A sync that does nothing until it is ended or asked to stop.
final class FakeRun: SyncRun {
    private let result: Result<SyncReport, FakeRunner.Failure>
    private let ends: AsyncStream<Bool>
    private let ending: AsyncStream<Bool>.Continuation

    let doneCount = 7

    init(_ result: Result<SyncReport, FakeRunner.Failure>) {
        self.result = result
        (ends, ending) = AsyncStream.makeStream(of: Bool.self)
    }

    func run() async throws -> SyncReport {
        for await isStopped in ends where isStopped {
            return SyncReport(.stopped, reason: "it was asked to stop")
        }
        return try result.get()
    }

    func requestStop() { ending.yield(true) }

    /// Ends the sync normally.
    func end() { ending.finish() }
}

/// A service in this process, with helpers for tests.
struct Service: Sendable {
    let port: Int
    let runner: FakeRunner
    let director: SyncDirector
    /// Asks the server to stop.
    let stop: @Sendable () -> Void

    /// Runs `body` with a service, and waits for the service's end.
    static func running<Value: Sendable>(
        _ runner: FakeRunner = FakeRunner(), bounds: ServerBounds = SyncServer.defaultBounds,
        body: @escaping @Sendable (Service) async throws -> Value
    ) async throws -> Value {
        let director = SyncDirector(runner)
        let server = SyncServer(director, bounds: bounds)
        return try await withRunningServer {
            try await server.run(onListening: $0, stop: $1)
        } work: { port, stop in
            let value = try await body(
                Service(port: port, runner: runner, director: director, stop: stop))
            for run in runner.runs { run.end() }
            return value
        }
    }

    /// Sends one request on a connection of its own.
    func exchange(_ method: String, _ path: String) async throws -> HTTPAnswer {
        try await HTTPAnswer(to: method, path, port: port)
    }

    /// Waits until `count` syncs run or have run.
    func waitForRuns(_ count: Int) async throws {
        for _ in 0..<2000 where runner.runs.count < count {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(runner.runs.count == count)
    }
}
