import Harness
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Searches where the need jumps, or doesn't increase with scale")
struct EdgeCaseSearchTests {
    /// Creates a place with a command whose memory depends on its scale and on the number of
    /// earlier trials.
    private func place(
        _ bytes: @escaping @Sendable (_ units: Int, _ index: Int) -> Int
    ) throws -> Workplace {
        try Workplace(
            """
            scenario: steps
            command: [hold, "{scale}"]
            scales: [10, 20, 40, 80]
            budget: { peak-rss: 40MiB }
            """
        ) { .holding(bytes($0.cell.scale.units, $0.index)) }
    }

    private func settings(_ place: Workplace, resolution: Double) -> SearchSettings {
        var settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: "command")
        settings.resolutionShare = resolution
        return settings
    }

    private func limit(
        _ place: Workplace, budget: Int, maximum: Int = 1_000
    ) async throws -> LimitSearch {
        let settings = settings(place, resolution: 0.001)
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: ByteCount(budget)),
            maximum: maximum, settings: settings, on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        return search
    }

    private func need(_ place: Workplace, curveTrials: Int = 0) async throws -> NeedSearch {
        var settings = settings(place, resolution: 0.001)
        settings.scale = Scale(units: 10)
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try NeedSearch(
            of: cell, in: request, metric: .peakRSS, enforcement: .watchdog, settings: settings,
            on: place.system, events: place.note)
        defer { search.end() }
        try await search.run(curveTrials: curveTrials)
        return search
    }

    @Test("If a program needs less at larger scales, some fit, and that is reported")
    func decreasing() async throws {
        let search = try await limit(
            place { units, _ in (4 << 20) + (400 << 20) / units }, budget: 10 << 20)
        #expect(search.record.inversion == LimitRecord.Inversion(overUnits: 1, withinUnits: 80))
        #expect(search.record.largestWithinUnits == nil && !search.record.isResolved)
        #expect(search.status == .inconclusive)
        #expect(
            search.record.stoppedBecause
                == "larger scales don't always need more: 1 went over and 80 fits")
        // Each of the two was seen twice.
        for units in [1, 80] {
            #expect(search.record.trials.count { $0.scale.units == units } == 2)
        }
    }

    @Test("If no scale fits, every scale of the scenario was tried")
    func nowhere() async throws {
        let search = try await limit(place { _, _ in 20 << 20 }, budget: 10 << 20)
        #expect(search.status == .overBudget && search.record.inversion == nil)
        #expect(Set(search.record.trials.map(\.scale.units)).isSuperset(of: [10, 20, 40, 80]))
    }

    @Test("If it is uncertain whether anything fits, the search exits with 3, not 1")
    func undecided() async throws {
        let place = try Workplace(
            """
            scenario: steps
            command: [hold, "{scale}"]
            scales: [10, 20]
            budget: { peak-rss: 8MiB }
            """
        ) { _ in
            var trial = FakeTrial.holding(mebibytes: 8)
            trial.uncertainBytes = 1 << 20
            return trial
        }
        let search = try await limit(place, budget: 8 << 20)
        #expect(search.record.largestWithinUnits == nil)
        #expect(search.record.trials.allSatisfy { $0.isUndecided })
        #expect(search.status == .inconclusive)
        #expect(search.record.stoppedBecause?.contains("too uncertain") == true)
    }

    @Test(
        "A budget is inclusive: the bytes of a step fit up to it, and a page less never fits",
        arguments: [37, 40, 64])
    func limitAtJump(jump: Int) async throws {
        func place() throws -> Workplace {
            try self.place { units, _ in (units < jump ? 8 : 12) << 20 }
        }
        let kept = try await limit(place(), budget: 8 << 20)
        #expect(kept.status == .success && kept.record.isResolved)
        #expect(kept.record.largestWithinUnits == jump - 1)
        #expect(kept.record.smallestOverUnits == jump)
        let all = try await limit(place(), budget: 12 << 20)
        #expect(all.record.largestWithinUnits == 1_000 && all.status == .success)
        let short = try await limit(place(), budget: (8 << 20) - 4096)
        #expect(short.status == .overBudget && short.record.smallestOverUnits == 1)
    }

    @Test("A need exactly at a step of the search is found, and a byte more is the next step")
    func needAtJump() async throws {
        let step = 64 << 10
        let exact = try await need(place { _, _ in 8 << 20 })
        #expect(exact.status == .success && exact.record.isResolved)
        #expect(exact.record.smallestEnoughBytes == 8 << 20)
        #expect(exact.record.largestShortBytes == (8 << 20) - step)
        for more in [1, 4096, step] {
            let search = try await need(place { _, _ in (8 << 20) + more })
            #expect(search.record.smallestEnoughBytes == (8 << 20) + step)
            #expect(search.record.largestShortBytes == 8 << 20)
        }
    }

    @Test("The trials of the curve count, and a result that they refute is not reported")
    func curve() async throws {
        // The search always sees 8 MiB, and the later trials 9 MiB.
        let before = try await need(place { _, _ in 8 << 20 }).record.trials.count
        let search = try await need(
            place { _, index in (index < before ? 8 : 9) << 20 }, curveTrials: 3)
        #expect(search.record.trials.count > before)
        let enough = try #require(search.record.smallestEnoughBytes)
        #expect(enough >= 9 << 20, "\(enough)")
        let short = try #require(search.record.largestShortBytes)
        #expect(short < enough && short >= 8 << 20)
        let refuted = search.record.trials.filter { $0.budget?.limit.bytes == 8 << 20 }
        #expect(refuted.contains { $0.outcome == .overBudget })
    }

    @Test("A curve that agrees doesn't change the result")
    func agreeingCurve() async throws {
        let plain = try await need(place { _, _ in 8 << 20 })
        let drawn = try await need(place { _, _ in 8 << 20 }, curveTrials: 2)
        #expect(drawn.record.smallestEnoughBytes == plain.record.smallestEnoughBytes)
        #expect(drawn.record.isResolved && drawn.status == .success)
        #expect(drawn.record.trials.count > plain.record.trials.count)
    }
}
