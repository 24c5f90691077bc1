import Harness
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Searches for a scale or a budget, without processes")
struct SearchTests {
    private func settings(_ place: Workplace, _ strategy: String) -> SearchSettings {
        SearchSettings(scenario: place.path("rows.yaml"), strategy: strategy)
    }

    private func limitSearch(
        _ settings: SearchSettings, in place: Workplace, budget: ByteCount = .mebibytes(16),
        maximum: Int = 16_000
    ) throws -> LimitSearch {
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        return try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: budget),
            maximum: maximum, settings: settings, on: place.system, events: place.note)
    }

    @Test("The largest scale that fits is found within the resolution of the true 512 rows")
    func limit() async throws {
        let place = try Workplace()
        let settings = settings(place, "load-all")
        var search = try limitSearch(settings, in: place)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .success && search.record.isResolved)
        let within = try #require(search.record.largestWithinUnits)
        let over = try #require(search.record.smallestOverUnits)
        #expect(within <= 512 && over > 512 && Double(over) <= 1.05 * Double(within) + 1)
        #expect(place.events.count { $0.name == "probed" } == search.record.trials.count)
    }

    @Test("A search that runs out of time reports that, and the result so far")
    func timeLimit() async throws {
        let place = try Workplace()
        var settings = settings(place, "load-all")
        settings.timeLimit = .seconds(2)
        var search = try limitSearch(settings, in: place)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .inconclusive && place.system.trials.count == 2)
        #expect(search.record.largestWithinUnits == 100)
        #expect(search.record.stoppedBecause == "the time limit was reached")
    }

    @Test("The smallest sufficient budget is found within the resolution of the peak")
    func need() async throws {
        let place = try Workplace()
        var settings = settings(place, "streamed")
        settings.scale = Scale(units: 100)
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try NeedSearch(
            of: cell, in: request, metric: nil, enforcement: .watchdog, settings: settings,
            on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .success)
        let enough = try #require(search.record.smallestEnoughBytes)
        #expect(enough >= 8 << 20 && Double(enough) <= 1.06 * Double(8 << 20))
        #expect(search.record.unbudgetedBytes == 8 << 20)
    }

    // MARK: Ends of a search

    /// Creates a command that holds 1 MiB per unit plus half a MiB, and ends with this outcome.
    private func toucher(ending outcome: Outcome = .completed) throws -> Workplace {
        try Workplace(
            """
            scenario: toucher
            command: [touch, "{scale}"]
            scales: [4, 8, 16]
            budget: { peak-rss: 40MiB }
            """
        ) {
            FakeTrial(bytes: ($0.cell.scale.units << 20) + (512 << 10), outcome: outcome)
        }
    }

    private func limit(
        _ place: Workplace, budget: ByteCount = .mebibytes(40), maximum: Int = 1 << 20,
        resolution: Double = 0.05
    ) async throws -> LimitSearch {
        var settings = settings(place, "command")
        settings.resolutionShare = resolution
        var search = try limitSearch(
            settings, in: place, budget: budget, maximum: maximum)
        defer { search.end() }
        try await search.run()
        return search
    }

    @Test("The limit is found beyond the scenario's scales, exact to the unit")
    func beyond() async throws {
        let search = try await limit(toucher(), resolution: 0.001)
        #expect(search.status == .success && search.record.isResolved)
        #expect(search.record.largestWithinUnits == 39 && search.record.smallestOverUnits == 40)
        #expect(search.record.stoppedBecause == nil)
        #expect(search.record.trials.map(\.scale.units).starts(with: [4, 8, 16, 32, 64]))
    }

    @Test("If everything fits, the search reports the largest scale it tried")
    func fits() async throws {
        let search = try await limit(toucher(), maximum: 20)
        #expect(search.status == .success && !search.record.isResolved)
        #expect(search.record.largestWithinUnits == 20 && search.record.smallestOverUnits == nil)
        #expect(search.record.stoppedBecause == "use --max-scale to try larger scales")
    }

    @Test("If nothing fits, the search is over budget")
    func fitsNowhere() async throws {
        let search = try await limit(toucher(), budget: .mebibytes(1))
        #expect(search.status == .overBudget && search.record.largestWithinUnits == nil)
        #expect(search.record.smallestOverUnits == 1)
    }

    /// The outcomes without a verdict on memory, and the exit statuses of searches that end with
    /// them.
    private static let losses: [(Outcome, MemoryBudget.ExitStatus)] = [
        (.failed, .crashed), (.crashed, .crashed), (.timedOut, .timedOut),
        (.killedExternally, .inconclusive), (.unmeasured, .inconclusive),
        (.wrongResult, .overBudget),
    ]

    @Test("A trial without a verdict on memory ends the search with its status", arguments: losses)
    func lost(outcome: Outcome, status: MemoryBudget.ExitStatus) async throws {
        let search = try await limit(toucher(ending: outcome))
        #expect(search.status == status)
        #expect(search.record.trials.count == 1 && !search.record.isResolved)
        #expect(search.record.stoppedBecause?.contains("at 4: by law") == true)
    }

    @Test("A trial that fails without a budget also ends the search for a need", arguments: losses)
    func needLost(outcome: Outcome, status: MemoryBudget.ExitStatus) async throws {
        let place = try toucher(ending: outcome)
        let settings = settings(place, "command")
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try NeedSearch(
            of: cell, in: request, metric: nil, enforcement: .watchdog, settings: settings,
            on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        #expect(search.status == status && search.record.trials.count == 1)
        #expect(search.record.smallestEnoughBytes == nil)
        #expect(search.record.stoppedBecause?.hasPrefix("without a budget") == true)
    }

    @Test("A metric that can't be read is rejected before anything is run")
    func unreadableMetric() throws {
        let place = try toucher()
        let settings = settings(place, "command")
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        let error = #expect(throws: BenchError.self) {
            _ = try NeedSearch(
                of: cell, in: request, metric: .peakLive, enforcement: nil, settings: settings,
                on: place.system, events: place.note)
        }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("peak-live is read from jemalloc") == true)
    }

    @Test("A need above half of the memory is not searched for")
    func needsTooMuch() async throws {
        let place = try Workplace { _ in .holding(8 << 30) }
        let settings = settings(place, "streamed")
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try NeedSearch(
            of: cell, in: request, metric: nil, enforcement: .watchdog, settings: settings,
            on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .inconclusive && search.record.trials.count == 1)
        #expect(search.record.stoppedBecause == SearchStop.needsTooMuch.sentence)
    }

    @Test(
        "A lost trial ends a search with the exit status of its outcome",
        arguments: [
            (Outcome.wrongResult, MemoryBudget.ExitStatus.overBudget), (.crashed, .crashed),
            (.failed, .crashed), (.timedOut, .timedOut), (.stalled, .inconclusive),
            (.killedExternally, .inconclusive),
            (.unmeasured, .inconclusive),
        ])
    func lost(_ outcome: Outcome, _ status: MemoryBudget.ExitStatus) {
        let observation = Observation(
            strategy: "s", scale: ScaleRecord(Scale(units: 10), inputBytes: nil), kind: .measured,
            startedAt: "", outcome: outcome, evidence: Evidence(.lost, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        #expect(SearchStop.lost(observation).exitStatus == status)
    }

    @Test("A signal ends a search with the result so far")
    func interrupted() async throws {
        let place = try Workplace()
        let settings = settings(place, "load-all")
        var search = try limitSearch(settings, in: place)
        defer { search.end() }
        place.system.stop(after: 2)
        try await search.run()
        #expect(search.interruption == 15 && search.status == .inconclusive)
        #expect(search.record.trials.count == 1 && search.record.largestWithinUnits == 10)
        #expect(search.record.stoppedBecause == "it was interrupted")
    }

    @Test("A search rejects several variants, and accepts one of them")
    func variants() throws {
        let place = try Workplace()
        var settings = settings(place, "batched")
        #expect(throws: BenchError.self) {
            try settings.request(in: place.scenarios, on: place.system)
        }
        settings.settings = [Setting(argument: "batch=2")].compactMap(\.self)
        let cell = try settings.request(in: place.scenarios, on: place.system).cell
        #expect(cell.variant == "batched batch=2")
    }
}
