import MemoryBudget
import Synchronization
import Testing

@testable import Bench
@testable import Harness

/// An executor that gives the trials of a strategy the outcomes of a list, repeating the last one.
private struct ListExecutor: TrialExecutor {
    let isOver: [String: [Bool]]

    func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        let list = isOver[planned.cell.strategy] ?? [false]
        let isOver = planned.kind == .measured && list[min(planned.index, list.count - 1)]
        var observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil),
            kind: planned.kind, index: planned.index, startedAt: "",
            outcome: isOver ? .overBudget : .completed,
            evidence: Evidence(isOver ? .watchdog : .exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        observation.peakRSSBytes = (isOver ? 33 : 31) << 20
        return TrialReport(observation: observation, series: Series())
    }
}

@Suite("Extra trials for undecided cells")
struct ExtraTrialsTests {
    private func run(
        _ isOver: [String: [Bool]], trials: Int = 3, roles: [String: Scenario.Role] = [:],
        budget: ByteCount? = .mebibytes(32), needs: Bool = false, noise: NoiseRecord? = nil
    ) async throws -> [PlannedTrial] {
        let cells = isOver.keys.sorted().map {
            Cell(strategy: $0, role: roles[$0] ?? .candidate, scale: Scale(units: 10))
        }
        let runner = ScenarioRunner(
            schedule: Schedule(cells: cells, trials: trials, hasFloors: true, seed: 1),
            extra: ExtraTrials(noise: noise) { _ in
                budget.map { Budget(metric: .peakRSS, limit: $0) }
            }, needCeiling: needs ? .mebibytes(1024) : nil)
        let taken = Mutex<[PlannedTrial]>([])
        _ = try await runner.run(
            ListExecutor(isOver: isOver),
            willRun: { _, number, count, _ in #expect(number <= count) },
            take: { planned, _ in taken.withLock { $0.append(planned) } })
        return taken.withLock { $0 }
    }

    private func measured(_ trials: [PlannedTrial], _ strategy: String) -> [Int] {
        trials.filter { $0.kind == .measured && $0.cell.strategy == strategy }.map(\.index)
    }

    @Test("Cells that are decided, or can't be decided, get no extra trials; others get up to nine")
    func decided() async throws {
        let trials = try await run([
            "within": [false], "over": [true], "once": [false, true, false],
            "mostly": [true, false, true],
        ])
        #expect(measured(trials, "within").count == 3)
        #expect(measured(trials, "over").count == 3)
        // Not within, and too few trials are left to prove over.
        #expect(measured(trials, "once").count == 3)
        #expect(measured(trials, "mostly") == Array(0..<9))
    }

    @Test("An undecided cell stops at the cap, twice the planned number if that is larger")
    func capped() async throws {
        // 1 MiB below the limit, on a machine with the same noise.
        let noise = NoiseRecord(
            trials: 6, peakRSSBytes: 1_048_576, peakRSSShare: 0.1, wallShare: 0)
        func count(_ trials: Int) async throws -> [Int] {
            measured(try await run(["f": [false]], trials: trials, noise: noise), "f")
        }
        #expect(try await count(3) == Array(0..<9))
        #expect(try await count(7) == Array(0..<14))
        #expect(ExtraTrials.cap(trials: 1) == 9 && ExtraTrials.cap(trials: 20) == 40)
    }

    @Test("Undecided cells alternate, one trial per cell and round, before any need trial")
    func interleaved() async throws {
        let mostly = [true, false, true]
        let trials = try await run(
            ["a": mostly, "b": mostly, "sure": [false]], needs: true)
        let extra = trials.filter { $0.kind != .floor }.dropFirst(9)
        #expect(extra.prefix(12).allSatisfy { $0.kind == .measured })
        for round in 0..<6 {
            let part = extra.dropFirst(2 * round).prefix(2)
            #expect(Set(part.map(\.cell.strategy)) == ["a", "b"])
            #expect(part.allSatisfy { $0.index == 3 + round })
        }
        #expect(extra.dropFirst(12).map(\.kind) == [.need, .need])
    }

    @Test("References and cells without a budget are never decided")
    func unjudged() async throws {
        let flipping = [true, false, true]
        #expect(measured(try await run(["f": flipping], roles: ["f": .reference]), "f").count == 3)
        #expect(measured(try await run(["f": flipping], budget: nil), "f").count == 3)
    }
}
