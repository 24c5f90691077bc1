import Harness
import MemoryBudget
import Processes
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Searches with the container metric, without processes")
struct ContainerSearchTests {
    private static let contained = Workplace.scenario.replacing("peak-rss:", with: "container:")

    private func request(
        _ place: Workplace
    ) throws -> (settings: SearchSettings, request: BenchRequest, cell: Cell) {
        var settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: "streamed")
        settings.scale = Scale(units: 100)
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        return (settings, request, cell)
    }

    private func need(
        _ place: Workplace, _ metric: Metric?, _ enforcement: Enforcement? = nil
    ) throws -> NeedSearch {
        let (settings, request, cell) = try request(place)
        return try NeedSearch(
            of: cell, in: request, metric: metric, enforcement: enforcement, settings: settings,
            on: place.system, events: place.note)
    }

    @Test("A need is found by trials under the limit, and the cost of a cold start is reported")
    func needFound() async throws {
        let place = try Workplace()
        var search = try need(place, .container)
        defer { search.end() }
        try await search.run()
        #expect(search.status == .success && search.record.isResolved)
        #expect(search.record.metric == .container && search.record.enforcement == .cgroup)
        let enough = try #require(search.record.smallestEnoughBytes)
        #expect(enough >= 8 << 20 && Double(enough) <= 1.06 * Double(8 << 20))
        let limited = search.record.trials.filter { $0.kind == .measured }
        #expect(limited.allSatisfy { $0.budget?.metric == .container })
        #expect(search.record.unbudgetedBytes == 8 << 20)
        #expect(search.record.coldStartBytes == 3 << 20)
    }

    @Test("The default metric is the container charge if possible, and else is reported")
    func needDefault() throws {
        func record(_ hasCgroups: Bool, _ enforcement: Enforcement? = nil) throws -> NeedRecord {
            let search = try need(
                Workplace(hasCgroups: hasCgroups), nil, enforcement)
            search.end()
            return search.record
        }
        #expect(try record(true).metric == .container)
        #expect(try record(true, .watchdog).metric == .peakRSS)
        let without = try record(false)
        #expect(without.metric == .peakRSS && without.enforcement == .watchdog)
    }

    private static let refusals: [(metric: Metric?, enforcement: Enforcement?)] = [
        (.container, nil), (.container, .watchdog), (nil, .cgroup),
    ]

    @Test("A requested container that is unavailable is an error", arguments: refusals)
    func needRefused(metric: Metric?, enforcement: Enforcement?) throws {
        let place = try Workplace(hasCgroups: false)
        let error = #expect(throws: MachineError.self) {
            try need(place, metric, enforcement)
        }
        #expect(error?.code == .unavailable)
    }

    @Test("The largest scale is found even though page cache fills every limit")
    func limit() async throws {
        let place = try Workplace(Self.contained)
        let (settings, request, _) = try request(place)
        let cell = try #require(request.cells.first)
        var search = try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .container, limit: .mebibytes(8)),
            maximum: 1_000, settings: settings, on: place.system, events: place.note)
        defer { search.end() }
        try await search.run()
        #expect(search.record.largestWithinUnits == 1_000)
        let text = LimitReport().text(of: search.record)
        #expect(text.contains("streamed fits 8.0 MiB up to 1,000"))
        #expect(text.contains("budget 8.0 MiB container charge"))
    }
}
