import Harness
import MemoryBudget
import RunStore
import Testing

@testable import Bench

@Suite("Searches for a scale or a budget, without any process")
struct SearchTests {
    private func settings(_ place: Workplace, _ strategy: String) -> SearchSettings {
        SearchSettings(scenario: place.path("rows.yaml"), strategy: strategy)
    }

    @Test("The largest scale that fits lies within the resolution of the truth, 512 rows")
    func limit() async throws {
        let place = try Workplace()
        let settings = settings(place, "load-all")
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: .mebibytes(16)),
            maximum: 16_000, settings: settings, on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .success && search.record.isResolved)
        let within = try #require(search.record.largestWithinUnits)
        let over = try #require(search.record.smallestOverUnits)
        #expect(within <= 512 && over > 512 && Double(over) <= 1.05 * Double(within) + 1)
        #expect(place.events.count { $0.name == "probed" } == search.record.trials.count)
    }

    @Test("A search that runs out of time says so, with what is known by then")
    func timeLimit() async throws {
        let place = try Workplace()
        var settings = settings(place, "load-all")
        settings.timeLimit = .seconds(2)
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: .mebibytes(16)),
            maximum: 16_000, settings: settings, on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .inconclusive && place.system.trials.count == 2)
        #expect(search.record.largestWithinUnits == 100)
    }

    @Test("The smallest budget that is enough lies within the resolution of the peak")
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

    @Test("A signal ends a search")
    func interrupted() async throws {
        let place = try Workplace()
        let settings = settings(place, "load-all")
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: .mebibytes(16)),
            maximum: 16_000, settings: settings, on: place.system, events: place.note)
        defer { search.end() }
        place.system.stop(after: 2)
        let error = await #expect(throws: BenchError.self) { try await search.run() }
        #expect(error?.code == .interrupted(signal: 15))
    }

    @Test("Several variants are no subject of a search; one of them is")
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
