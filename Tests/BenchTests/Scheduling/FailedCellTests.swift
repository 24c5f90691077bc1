import MemoryBudget
import RunStore
import Synchronization
import Testing

@testable import Bench
@testable import Harness

@Suite("Cells whose first trial fails")
struct FailedCellTests {
    /// Returns the trials that ran, as `strategy@units kind index`.
    private func trials(_ place: Workplace, of strategy: String) -> [String] {
        place.system.trials.filter { $0.cell.strategy == strategy }.map {
            "\($0.kind.rawValue) @\($0.cell.scale.units) \($0.index)"
        }
    }

    private func workplace(failing outcome: Outcome, index: Int = 0) throws -> Workplace {
        try Workplace(Workplace.scenario(of: "streamed", "batched")) { planned in
            planned.cell.strategy == "streamed" && planned.cell.scale.units == 100
                && planned.index >= index && planned.kind == .measured
                ? .ending(as: outcome) : .holding(mebibytes: 8)
        }
    }

    @Test(
        "The cell isn't repeated, and the number of skipped trials is reported",
        arguments: [Outcome.failed, .crashed])
    func notRepeated(outcome: Outcome) async throws {
        let place = try workplace(failing: outcome)
        let record = try await place.run { $0.selection.trials = 4 }.record
        let failed = trials(place, of: "streamed").filter { $0.hasPrefix("measured @100 ") }
        #expect(failed == ["measured @100 0"])
        #expect(trials(place, of: "streamed").count { $0.hasPrefix("measured @1000 ") } == 4)
        #expect(trials(place, of: "batched").count { $0.hasPrefix("measured @100 ") } == 4)
        let told = place.events.compactMap { event in
            if case .trialsLeftOut(let planned, let count) = event {
                "\(planned.cell.strategy)@\(planned.cell.scale.units) \(count)"
            } else {
                nil
            }
        }
        #expect(told == ["streamed@100 3"])
        let cell = record.cells.first { $0.strategy == "streamed" && $0.scale.units == 100 }
        #expect(cell?.verdict == .unmeasured)
        #expect(record.finishedAt != nil)
    }

    @Test(
        "A failure with an external cause may not happen again, so the cell is repeated",
        arguments: [Outcome.killedExternally, .timedOut, .unmeasured])
    func external(outcome: Outcome) async throws {
        let place = try workplace(failing: outcome)
        _ = try await place.run { $0.selection.trials = 4 }
        #expect(trials(place, of: "streamed").count { $0.hasPrefix("measured @100 ") } >= 4)
    }

    @Test("A cell whose later trial fails is repeated, because it can succeed")
    func later() async throws {
        let place = try workplace(failing: .failed, index: 1)
        _ = try await place.run { $0.selection.trials = 4 }
        #expect(trials(place, of: "streamed").count { $0.hasPrefix("measured @100 ") } == 4)
    }

    @Test("A failed floor isn't repeated either, and its cells are measured")
    func floor() async throws {
        let place = try Workplace(Workplace.scenario(of: "streamed")) { planned in
            planned.kind == .floor ? .ending(as: .failed) : .holding(mebibytes: 8)
        }
        _ = try await place.run { $0.selection.trials = 3 }
        #expect(trials(place, of: "streamed").count { $0.hasPrefix("floor") } == 1)
        #expect(trials(place, of: "streamed").count { $0.hasPrefix("measured") } == 9)
    }

    @Test("A resumed run knows of the earlier failure, and doesn't repeat the cell")
    func resumed() async throws {
        let cells = [10, 20].map { Cell(strategy: "s", role: .candidate, scale: Scale(units: $0)) }
        let schedule = Schedule(cells: cells, trials: 3, hasFloors: false, seed: 1)
        let runner = ScenarioRunner(
            schedule: schedule, needCeiling: nil,
            recorded: { $0.cell.scale.units == 10 && $0.index == 0 ? .ended($0, as: .failed) : nil }
        )
        let ran = Mutex<[Int]>([])
        let executor = SuccessfulExecutor()
        let interruption = try await runner.run(
            executor, willRun: { _, number, count, _ in #expect(number <= count) },
            didLeaveOut: { _, _ in Issue.record("it was told when it happened") },
            take: { planned, _ in ran.withLock { $0.append(planned.cell.scale.units) } })
        #expect(interruption == nil)
        #expect(ran.withLock { $0 } == [20, 20, 20])
    }

    @Test("An interrupted run reports the command that continues it")
    func cutShort() async throws {
        let place = try Workplace()
        _ = try await place.run { $0.timeLimit = .zero }
        let commands = place.events.compactMap { event in
            if case .cutShort(let command) = event { command } else { nil }
        }
        #expect(commands.count == 1)
        #expect(commands.first?.hasSuffix("--resume --run-dir \(place.path("run"))") == true)
        let whole = try Workplace()
        _ = try await whole.run()
        #expect(!whole.events.contains { if case .cutShort = $0 { true } else { false } })
    }
}

private struct SuccessfulExecutor: TrialExecutor {
    func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        TrialReport(observation: .ended(planned, as: .completed), series: Series())
    }
}

extension Observation {
    /// Returns a trial with this outcome, without figures.
    fileprivate static func ended(_ planned: PlannedTrial, as outcome: Outcome) -> Observation {
        Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil), kind: planned.kind,
            index: planned.index, startedAt: "", outcome: outcome,
            evidence: Evidence(outcome.fakeEvidence, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
    }
}
