import MemoryBudget
import Synchronization
import Testing

@testable import Bench
@testable import Harness

/// An executor without processes, which takes each trial's result from a table.
private struct TableExecutor: TrialExecutor {
    let outcomes: [String: Outcome]

    func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        let outcome = outcomes[planned.cell.strategy] ?? .completed
        let observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil),
            kind: planned.kind, index: planned.index, startedAt: "",
            outcome: planned.kind == .need ? .completed : outcome,
            evidence: Evidence(.exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        return TrialReport(observation: observation, series: Series())
    }
}

@Suite("Order and completeness of trials")
struct ScheduleTests {
    private let cells = ["a", "b", "c"].flatMap { strategy in
        [10, 20].map { Cell(strategy: strategy, role: .candidate, scale: Scale(units: $0)) }
    }

    @Test("Every round of measured trials has every cell once, after the floors")
    func rounds() {
        let trials = Schedule(cells: cells, trials: 3, hasFloors: true, seed: 1).trials
        #expect(trials.count == 3 * 3 + 3 * 6)
        #expect(trials.prefix(9).allSatisfy { $0.kind == .floor && $0.cell.scale.units == 0 })
        for round in 0..<3 {
            let part = trials[(9 + round * 6)..<(15 + round * 6)]
            #expect(Set(part.map(\.cell)) == Set(cells))
            #expect(part.allSatisfy { $0.index == round && $0.kind == .measured })
        }
    }

    @Test("The same seed gives the same order, another seed another")
    func seeds() {
        let one = Schedule(cells: cells, trials: 3, hasFloors: false, seed: 1)
        #expect(one == Schedule(cells: cells, trials: 3, hasFloors: false, seed: 1))
        #expect(one != Schedule(cells: cells, trials: 3, hasFloors: false, seed: 2))
        #expect(one.trials.map(\.cell).prefix(6) != one.trials.map(\.cell).dropFirst(6).prefix(6))
    }

    @Test("A cell over budget gets exactly one need trial")
    func need() async throws {
        let schedule = Schedule(cells: cells, trials: 3, hasFloors: false, seed: 1)
        let runner = ScenarioRunner(schedule: schedule, needCeiling: .mebibytes(1024))
        var taken: [PlannedTrial] = []
        let interruption = try await runner.run(
            TableExecutor(outcomes: ["b": .overBudget]), willRun: { _, _, _, _ in },
            take: { planned, _ in taken.append(planned) })
        #expect(interruption == nil)
        #expect(taken.count == schedule.trials.count + 2)
        #expect(taken.suffix(2).allSatisfy { $0.kind == .need && $0.cell.strategy == "b" })
    }

    @Test("A run that is out of time stops before the next trial")
    func outOfTime() async throws {
        let schedule = Schedule(cells: cells, trials: 3, hasFloors: false, seed: 1)
        let done = Mutex(0)
        let runner = ScenarioRunner(
            schedule: schedule, needCeiling: .mebibytes(1024),
            interruption: { done.withLock { $0 } >= 4 ? .timeLimit : nil })
        let interruption = try await runner.run(
            TableExecutor(outcomes: [:]), willRun: { _, _, _, _ in },
            take: { _, _ in done.withLock { $0 += 1 } })
        #expect(interruption == .timeLimit)
        #expect(done.withLock { $0 } == 4)
    }
}
