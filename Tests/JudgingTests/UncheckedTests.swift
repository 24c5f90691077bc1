import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("Unchecked results")
struct UncheckedTests {
    /// Returns a run of a candidate with one trial per flag, whose results are checked or not.
    private func run(checked: [Bool], mebibytes: Double = 20) -> MadeUpRun {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: checked.map { _ in mebibytes })
        for index in checked.indices where !checked[index] { run.trials[index].digest = nil }
        return run
    }

    @Test("The rule 'outcome' is unchecked, which is not kept and fails nothing")
    func outcome() {
        for checked in [[false, false, false], [true, true, false]] {
            let run = run(checked: checked)
            #expect(run.results(.outcome) == [.unchecked])
            #expect(run.findings(.outcome).first?.reason == .ended(as: .unverified))
            let results = Gate(scenarios: [run.scenario]).findings(of: run.record).map(\.result)
            #expect(results.contains(.kept) && ExitStatus(results) == .success)
        }
        #expect(run(checked: [true, true, true]).results(.outcome) == [.kept])
    }

    @Test("Another rule that is broken still fails, and so does a wrong result")
    func broken() {
        var over = run(checked: [false, false, false], mebibytes: 33)
        #expect(
            ExitStatus(Gate(scenarios: [over.scenario]).findings(of: over.record).map(\.result))
                == .overBudget)
        over.trials[0].outcome = .wrongResult
        #expect(over.results(.outcome) == [.wrong])
    }

    @Test("A trial stopped by its budget has no result to check; a completed one has")
    func stopped() {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [32.1], outcome: .overBudget, evidence: .watchdog)
        #expect(run.results(.outcome) == [.kept])
        run.add(units: 1_000, mebibytes: [20])
        run.trials[1].digest = nil
        #expect(run.results(.outcome) == [.unchecked])
    }

    @Test("Controls and references have no remark, because their results aren't judged")
    func control() {
        var run = run(checked: [true])
        run.add("load-all", units: 1_000, mebibytes: [40])
        run.trials[1].digest = nil
        #expect(run.findings(.outcome).map(\.variant) == ["streamed"])
    }

    @Test("A comparison tells for each side whether its result was checked")
    func comparison() throws {
        let comparison = RunComparison(
            of: run(checked: [false]).record, against: run(checked: [true]).record)
        let cell = try #require(comparison.scenarios.first?.cells.first)
        #expect(cell.head?.isResultChecked == false && cell.base?.isResultChecked == true)
    }
}
