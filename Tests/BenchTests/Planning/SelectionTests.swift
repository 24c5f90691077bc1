import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench
@testable import Harness

@Suite("Selections of strategies, scales and trials")
struct SelectionTests {
    /// Returns the trials of a kind, such as `streamed @ 10 #0`, in the order of execution.
    private func order(
        _ place: Workplace, _ kind: Observation.Kind = .measured
    ) -> [String] {
        place.system.trials.filter { $0.kind == kind }.map {
            "\($0.cell.variant) @ \($0.cell.scale.label) #\($0.index)"
        }
    }

    @Test("Strategies, scales and trials can be selected")
    func select() async throws {
        let place = try Workplace()
        let record = try await place.run {
            $0.selection.strategies = ["load-all", "streamed"]
            $0.selection.scales = [Scale(units: 300)]
            $0.selection.trials = 4
        }.record
        #expect(Set(record.cells.map(\.strategy)) == ["load-all", "streamed"])
        #expect(record.cells.allSatisfy { $0.trials.count == 4 })
        #expect(record.cells.allSatisfy { $0.scale.units == 300 })
    }

    @Test("Strategies that aren't defaults run with --all")
    func all() async throws {
        let text = Workplace.scenario.replacing(
            "streamed: { }", with: "streamed: { default: false }")
        func count(all: Bool) async throws -> Int {
            try await Workplace(text).run {
                $0.selection.scales = [Scale(units: 10)]
                $0.selection.all = all
            }.record.cells.count
        }
        #expect(try await count(all: false) == 3)
        #expect(try await count(all: true) == 4)
    }

    @Test("A duplicate selection is measured once")
    func twice() async throws {
        let place = try Workplace()
        let record = try await place.run {
            $0.selection.strategies = ["batched", "batched"]
            $0.selection.scales = [Scale(units: 200), Scale(units: 200)]
            $0.selection.settings = ["batch=5", "batch=5"].compactMap(Setting.init(argument:))
            $0.selection.trials = 1
        }.record
        #expect(record.cells.count == 1 && order(place).count == 1)
    }

    @Test("Two spellings of the same scale are one scale")
    func oneScale() async throws {
        let place = try Workplace()
        let scales = try ["1k", "1000", "1.0k", "500", "0.5k"].map { try Scale(parsing: $0) }
        let record = try await place.run {
            $0.selection.strategies = ["streamed"]
            $0.selection.scales = scales
        }.record
        #expect(record.cells.map(\.scale.label) == ["500", "1k"])
        #expect(record.cells.allSatisfy { $0.trials.count == 2 })
    }

    @Test("A scenario that is named twice is run once")
    func scenarioTwice() async throws {
        let place = try Workplace()
        let record = try await place.run {
            $0.scenarios += $0.scenarios
            $0.selection.strategies = ["streamed"]
            $0.selection.trials = 1
        }.record
        #expect(record.scenarios.count == 1)
        #expect(record.cells.allSatisfy { $0.trials.count == 1 } && order(place).count == 3)
    }

    @Test("With --no-need no need trial is run, and the verdict is the same")
    func withoutNeed() async throws {
        let place = try Workplace()
        let record = try await place.run { $0.measurement.need = false }.record
        #expect(order(place, .need).isEmpty)
        #expect(place.system.trials.count == 33)
        #expect(record.cell("load-all")?.needRSSBytes == nil)
        #expect(record.cell("load-all")?.verdict == .over)
    }

    @Test("A time limit that passes before the first trial leaves every cell unmeasured")
    func timeLimit() async throws {
        let place = try Workplace()
        let measured = try await place.run { $0.timeLimit = .zero }
        #expect(measured.interruption == .timeLimit && measured.record.finishedAt == nil)
        #expect(!measured.record.cells.isEmpty && place.system.trials.isEmpty)
        #expect(measured.record.cells.allSatisfy { $0.verdict == .unmeasured })
    }

    // MARK: Order

    private func order(seed: UInt64) async throws -> [String] {
        let place = try Workplace()
        _ = try await place.run {
            $0.selection.seed = seed
            $0.selection.scales = [Scale(units: 200), Scale(units: 400)]
            $0.selection.trials = 3
        }
        return place.system.trials.map {
            "\($0.cell.variant) @ \($0.cell.scale.label) \($0.kind) #\($0.index)"
        }
    }

    @Test("The same seed gives the same order, another seed another")
    func seeded() async throws {
        let first = try await order(seed: 1)
        #expect(try await order(seed: 1) == first)
        let second = try await order(seed: 2)
        #expect(second != first)
        #expect(Set(second) == Set(first) && second.count == first.count)
    }

    @Test("Each round has every cell once, so that a cell's trials are spread over the run")
    func interleaved() async throws {
        let measured = try await order(seed: 5).filter { $0.contains("measured") }
        try #require(measured.count == 24)
        for round in 0..<3 {
            let part = measured[(round * 8)..<(round * 8 + 8)]
            #expect(part.allSatisfy { $0.hasSuffix("#\(round)") }, "\(measured)")
            #expect(Set(part).count == 8)
        }
    }
}
