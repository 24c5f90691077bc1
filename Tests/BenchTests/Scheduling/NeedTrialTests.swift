import MemoryBudget
import Synchronization
import Testing

@testable import Bench
@testable import Harness

/// An executor without processes, whose job needs 1 MiB per unit above a floor of 8 MiB.
private struct LinearExecutor: TrialExecutor {
    let budget: ByteCount
    let ceiling: ByteCount

    func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        let need = ByteCount.mebibytes(8 + planned.cell.scale.units)
        let limit = planned.kind == .need ? ceiling : budget
        let isOver = need > limit
        var observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil),
            kind: planned.kind, index: planned.index, startedAt: "",
            outcome: isOver ? .overBudget : .completed,
            evidence: Evidence(isOver ? .watchdog : .exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        observation.peakRSSBytes = min(need, limit).bytes
        return TrialReport(observation: observation, series: Series())
    }
}

@Suite("Need trials of cells over budget")
struct NeedTrialTests {
    private struct Run {
        var needs: [Int] = []
        var skipped: [(units: Int, objection: NeedObjection)] = []
    }

    /// Returns the scales of the need trials that were run, and the reasons for skipping others.
    private func run(
        _ scales: [Int], budget: Int, ceiling: Int, hasFloors: Bool = true
    ) async throws -> Run {
        let cells = scales.map { Cell(strategy: "s", role: .candidate, scale: Scale(units: $0)) }
        let schedule = Schedule(cells: cells, trials: 2, hasFloors: hasFloors, seed: 3)
        let runner = ScenarioRunner(schedule: schedule, needCeiling: .mebibytes(ceiling))
        let run = Mutex(Run())
        let interruption = try await runner.run(
            LinearExecutor(budget: .mebibytes(budget), ceiling: .mebibytes(ceiling)),
            willRun: { _, number, count, _ in #expect(number <= count) },
            willSkip: { cell, objection in
                run.withLock { $0.skipped.append((cell.scale.units, objection)) }
            },
            take: { planned, _ in
                if planned.kind == .need {
                    run.withLock { $0.needs.append(planned.cell.scale.units) }
                }
            })
        #expect(interruption == nil)
        return run.withLock { $0 }
    }

    @Test("Need trials run after all measured ones, smallest scale first")
    func order() async throws {
        let run = try await run([40, 10, 80, 20, 160], budget: 20, ceiling: 4096)
        #expect(run.needs == [20, 40, 80, 160])
        #expect(run.skipped.isEmpty)
    }

    @Test("A need trial that would reach the ceiling is skipped, and reported with its figures")
    func beyondCeiling() async throws {
        let run = try await run([10, 20, 40, 80, 6_000], budget: 20, ceiling: 4096)
        #expect(run.needs == [20, 40, 80])
        #expect(run.skipped.count == 1)
        let skipped = try #require(run.skipped.first)
        guard case .foretold(let estimate, let ceiling) = skipped.objection else {
            Issue.record("\(skipped)")
            return
        }
        #expect(skipped.units == 6_000 && ceiling == .mebibytes(4096))
        #expect(ByteCount(estimate.bytes).description == "5.9 GiB")
    }

    @Test("Beyond a hundred times the measured scales nothing is predicted: the trial is run")
    func farBeyond() async throws {
        let run = try await run([10, 20, 40, 80, 100_000], budget: 20, ceiling: 4096)
        #expect(run.needs == [20, 40, 80, 100_000])
        #expect(run.skipped.isEmpty)
    }

    @Test("From fewer than three scales nothing is extrapolated: the trial is run")
    func tooFewScales() async throws {
        let run = try await run([10, 20, 100_000], budget: 20, ceiling: 4096)
        #expect(run.needs == [20, 100_000])
    }

    @Test("If a smaller scale reached the ceiling, larger ones are skipped")
    func smallerStopped() async throws {
        let run = try await run([5_000, 10_000, 20_000], budget: 20, ceiling: 4096)
        #expect(run.needs == [5_000])
        let met = NeedObjection.stopped(
            at: ScaleRecord(Scale(units: 5_000), inputBytes: nil), ceiling: .mebibytes(4096))
        #expect(run.skipped.map(\.units) == [10_000, 20_000])
        #expect(run.skipped.map(\.objection) == [met, met])
    }
}
