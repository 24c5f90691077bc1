import Harness
import MemoryBudget
import Reports
import RunStore
import Synchronization
import TestSupport

@testable import Bench

/// A suite that searches for the limit of a command without data, whose memory depends on the
/// number of units.
protocol SizingSuite {}

extension SizingSuite {
    /// Creates a search for a command without data, whose memory depends only on the number of
    /// units.
    func job(
        hasCgroups: Bool = true, memoryBytes: Int = 8 << 30,
        law: @escaping FakeSystem.Law = { .holding(Int(Self.need(at: $0.cell.scale.units))) }
    ) throws -> Workplace {
        let text = """
            scenario: toucher
            command: [touch, "{scale}"]
            scales: [4, 8, 16]

            """
        return try Workplace(
            text, hasCgroups: hasCgroups, memoryBytes: memoryBytes, law: law)
    }

    func search(
        _ place: Workplace, strategy: String = "command", metric: Metric? = nil,
        enforcement: Enforcement? = nil, timeLimit: Duration? = nil,
        _ change: (inout SizeQuestion) -> Void = { _ in }
    ) async throws -> SizeSearch {
        var settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: strategy)
        settings.timeLimit = timeLimit
        let (request, cell) = try settings.request(
            in: place.scenarios, on: place.system, events: place.note)
        var question = SizeQuestion(engine: .kubernetes, inputMax: Scale(units: 10_000))
        change(&question)
        var search = try SizeSearch(
            of: cell, in: request, for: question, metric: metric, enforcement: enforcement,
            settings: settings, on: place.system, events: place.note)
        try await search.run()
        return search
    }

    /// Returns the need at a scale: 8 MiB, and 16 KiB per row.
    static func need(at units: Int) -> Double { Double((8 << 20) + (16 << 10) * units) }

    /// Creates a job that needs more during verification, from the second trial without a limit at
    /// 10,000 units on.
    static func needing(
        times factor: Double,
        _ need: @escaping @Sendable (Int) -> Double = { Self.need(at: $0) }
    ) -> FakeSystem.Law {
        let freeCount = Mutex(0)
        return { planned in
            let isFree = planned.kind == .need && planned.cell.scale.units == 10_000
            let count = freeCount.withLock { count in
                count += isFree ? 1 : 0
                return count
            }
            let bytes = need(planned.cell.scale.units)
            return .holding(Int(count > 1 ? factor * bytes : bytes))
        }
    }

    /// Returns the trials that verify a limit: those under a limit, after all searches.
    func limited(_ search: SizeSearch) -> [Observation] {
        search.record.trials.filter { $0.kind == .measured }
    }
}
