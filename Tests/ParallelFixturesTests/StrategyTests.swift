import Datasets
import Foundation
import HTTPClient
import HTTPSource
import HTTPTestSupport
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import ParallelFixtures

/// The fixtures per team: few, so that hundreds of runs take seconds.
private let fixtureCount = 6

/// A run of a strategy against a source, without a network.
private struct Job {
    let directory: TemporaryDirectory
    let context: TrialContext
    let transport: SourceTransport
    private let source: FixtureSource

    init(
        _ settings: SourceSettings = SourceSettings(), teamCount: Int,
        assignments: [(name: String, value: String)] = []
    ) throws {
        directory = try TemporaryDirectory()
        context = TrialContext(
            input: "", output: directory.path("fixtures.db"), datasetKind: "team-fixtures",
            settings: try Settings(assignments, for: ParallelFixtures().parameters),
            progress: .unwatched())
        let clock = VirtualClock()
        var settings = settings
        settings.fixtureCount = fixtureCount
        transport = SourceTransport(Source(settings), prefix: "/\(teamCount)", clock: clock)
        source = FixtureSource(fetcher: Fetcher(transport, clock: clock))
    }

    func run(_ strategy: any FixtureStrategy) async throws -> VerifiedOutcome {
        try await strategy.run(source, context: context)
        return try StoredFixtures(path: context.output).outcome()
    }
}

/// Returns the expectation in the manifest of a dataset.
private func expected(teamCount: Int, seed: UInt64 = 42) throws -> ExpectedOutcome {
    let directory = try TemporaryDirectory()
    var request = Scenario.DatasetRequest(kind: "team-fixtures", seed: seed)
    request.parameters = ["fixtures": "\(fixtureCount)"]
    let dataset = try Dataset.generate(
        request, size: .units(Scale(units: teamCount)), into: directory.path("data"))
    return dataset.manifest.expected
}

private let strategies: [any FixtureStrategy] =
    OriginalJob.all as [any FixtureStrategy] + [WaitForAll(), Streamed()]

@Suite("Strategies of parallel-fixtures")
struct StrategyTests {
    private func check(_ job: Job, outcome: VerifiedOutcome, teamCount: Int, seed: UInt64 = 42)
        throws
    {
        let expected = try expected(teamCount: teamCount, seed: seed)
        let proof = outcome.disagreement(
            with: expected, rowsFailed: job.context.progress.unitsRejected)
        #expect(proof == nil, "\(String(describing: proof))")
        #expect(job.context.progress.unitsDone == teamCount)
    }

    @Test("Every strategy's result is correct", arguments: strategies.map(\.name), [0, 1, 40])
    func right(name: String, teamCount: Int) async throws {
        let strategy = try #require(strategies.first { $0.name == name })
        let job = try Job(teamCount: teamCount)
        try check(job, outcome: try await job.run(strategy), teamCount: teamCount)
        #expect(Set(job.transport.paths).count == teamCount + 1)
    }

    @Test(
        "Every strategy uses at most eight connections, however many fetches it starts at once",
        arguments: strategies.map(\.name))
    func connections(name: String) async throws {
        let strategy = try #require(strategies.first { $0.name == name })
        let job = try Job(teamCount: 40)
        var settings = SourceSettings()
        settings.fixtureCount = fixtureCount
        settings.latencyMilliseconds = 10
        let server = CountingServer(Source(settings))
        defer { server.stop() }
        let base = try #require(HTTPBase("http://127.0.0.1:\(server.port)/40"))
        try await NIOTransport.running(base) { transport in
            let source = FixtureSource(fetcher: Fetcher(transport))
            try await strategy.run(source, context: job.context)
        }
        let outcome = try StoredFixtures(path: job.context.output).outcome()
        try check(job, outcome: outcome, teamCount: 40)
        // These two start more fetches than there are connections, and use all of them.
        let isWide = ["wait-for-all", "streamed"].contains(name)
        #expect(isWide ? server.openCountMax == 8 : server.openCountMax < 8)
    }

    @Test("Any combination of fixes gives the correct result", arguments: 0..<128)
    func fixes(bits: Int) async throws {
        let numbers = Fixes.numbers.filter { bits >> ($0 - 1) & 1 == 1 }
        let list = numbers.map(String.init).joined(separator: ",")
        let job = try Job(teamCount: 23, assignments: [("fixes", list)])
        let strategy = try #require(OriginalJob.all.first { $0.name == "fixes" })
        try check(job, outcome: try await job.run(strategy), teamCount: 23)
    }

    @Test("Hostile sources don't change the result", arguments: 0..<200)
    func hostile(seed: Int) async throws {
        var settings = SourceSettings()
        settings.seed = UInt64(seed)
        settings.hazards = Set(Hazard.allCases).subtracting([.retryAfterHuge])
        settings.hazardPerMille = 300
        settings.latencyMilliseconds = 100
        let job = try Job(settings, teamCount: 12)
        // The smallest possible parts, so that attempts fail after some.
        let strategy =
            seed.isMultiple(of: 2)
            ? Streamed(windowByteCountMax: 4096, partByteCountMax: 1) as any FixtureStrategy
            : WaitForAll()
        try check(
            job, outcome: try await job.run(strategy), teamCount: 12, seed: UInt64(seed))
        #expect(job.transport.earlyPaths == [])
    }

    @Test("A source that keeps failing ends every strategy with its reason")
    func failing() async throws {
        var settings = SourceSettings()
        settings.hazards = [.serverError]
        settings.hazardPerMille = 100
        settings.hazardRunMax = 1000
        for strategy in strategies {
            settings.hazardPerMille = 1000
            let job = try Job(settings, teamCount: 12)
            await #expect(throws: HTTPFailure.self, "\(strategy.name)") {
                _ = try await job.run(strategy)
            }
        }
    }

    @Test("A list that can't be fetched ends the streamed strategy with that list's error")
    func oneFailing() async throws {
        var settings = SourceSettings()
        settings.hazards = [.malformedBody]
        settings.hazardPerMille = 500
        settings.hazardRunMax = 1000
        let job = try Job(settings, teamCount: 200)
        await #expect(throws: HTTPFailure.self) { _ = try await job.run(Streamed()) }
    }

    @Test("A broken database is an error, not a result, even if every row can be read")
    func broken() async throws {
        let job = try Job(teamCount: 3)
        _ = try await job.run(Streamed())
        var bytes = try Data(contentsOf: URL(filePath: job.context.output))
        // The header's number of free pages: there are none.
        bytes[39] = 1
        try bytes.write(to: URL(filePath: job.context.output))
        let error = #expect(throws: WorkerError.self) {
            try StoredFixtures(path: job.context.output).outcome()
        }
        #expect(error?.code == .io)
    }

    @Test("Returned ids that differ from the stored ones are detected")
    func wrongIDs() async throws {
        let job = try Job(teamCount: 3)
        let store = try FixtureStore(job.context, cacheByteCount: nil)
        try store.finish(returning: [1])
        let outcome = try StoredFixtures(path: job.context.output).outcome()
        #expect(outcome.digest == "" && outcome.remark != nil)
    }

    @Test("An input that is not a source is reported")
    func noSource() async throws {
        let job = try Job(teamCount: 1)
        await #expect(throws: WorkerError.self) { try await Streamed().run(job.context) }
    }
}

@Suite("Batch sizes by resident memory")
struct BatchSizeTests {
    @Test(
        "Over 75 % of the budget the batch size is 3, over 60 % it is 5, otherwise 10",
        arguments: [(0, 10), (600, 10), (601, 5), (750, 5), (751, 3), (5000, 3)])
    func sizes(residentBytes: Int, teamCount: Int) {
        let size = BatchSize(isAdaptive: true, budgetBytes: 1000)
        #expect(size.size(residentBytes: residentBytes) == teamCount)
        #expect(BatchSize(isAdaptive: false, budgetBytes: 1).current == 10)
    }

    @Test("The resident memory of this process is known")
    func resident() {
        #expect(BatchSize.residentBytes > 1 << 20)
    }
}
