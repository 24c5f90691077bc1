import Harness
import MemoryBudget
import RunStore
import Testing

@testable import Bench

@Suite("Parameters and budgets of single strategies")
struct StrategySettingsTests {
    /// Creates a place with a control of 20 MiB under its own budget of 12 MiB, and a candidate
    /// with its own parameter.
    private func place() throws -> Workplace {
        try Workplace(
            """
            scenario: own
            pipeline: fake
            dataset: { kind: csv-rows }
            scales: [40]
            budget: { peak-rss: 256MiB }
            trials: 1
            allocator: system
            strategies:
              load-all: { role: control, budget: { peak-rss: 12MiB } }
              batched: { parameters: { batch: [10, 1000] } }
            """
        ) { .holding(mebibytes: $0.cell.strategy == "load-all" ? 20 : 10) }
    }

    @Test("Each strategy is judged by its own budget, and need trials run without one")
    func own() async throws {
        let place = try place()
        let record = try await place.run().record
        #expect(record.cells.map { $0.parameters["batch"] ?? "-" } == ["-", "10", "1000"])
        let control = try #require(record.cell("load-all"))
        #expect(control.verdict == .over && control.budget?.limit == .mebibytes(12))
        #expect(control.needRSSBytes == 20 << 20)
        #expect(record.cell("batched")?.verdict == .within)
        #expect(record.cell("batched")?.budget?.limit == .mebibytes(256))
        let needs = place.system.trials.filter { $0.kind == .need }
        #expect(needs.map(\.cell.strategy) == ["load-all"])
    }

    @Test("The command line overrides a strategy's parameters and budget")
    func overridden() async throws {
        let record = try await place().run {
            $0.measurement.budget = .mebibytes(128)
            $0.selection.settings = [Setting(argument: "batch=50")].compactMap(\.self)
        }.record
        #expect(record.cells.allSatisfy { $0.budget?.limit == .mebibytes(128) })
        #expect(record.cells.map { $0.parameters["batch"] } == ["50", "50"])
        #expect(record.cell("load-all")?.verdict == .within)
    }

    @Test("Another metric applies to both budgets, and keeps their limits")
    func metric() async throws {
        let record = try await place().run {
            $0.measurement.metric = .peakAnonymous
            $0.measurement.need = false
        }.record
        #expect(record.cells.allSatisfy { $0.budget?.metric == .peakAnonymous })
        #expect(record.cell("load-all")?.budget?.limit == .mebibytes(12))
    }
}
