import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("A result that nothing checked")
struct UncheckedTests {
    /// A candidate of three trials, whose results are checked or not.
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

    @Test("A broken rule beside it fails as ever, and so does a wrong result")
    func broken() {
        var over = run(checked: [false, false, false], mebibytes: 33)
        #expect(
            ExitStatus(Gate(scenarios: [over.scenario]).findings(of: over.record).map(\.result))
                == .overBudget)
        over.trials[0].outcome = .wrongResult
        #expect(over.results(.outcome) == [.wrong])
    }

    @Test("A trial that its budget ended has no result to check; one beside it has")
    func stopped() {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [32.1], outcome: .overBudget, evidence: .watchdog)
        #expect(run.results(.outcome) == [.kept])
        run.add(units: 1_000, mebibytes: [20])
        run.trials[1].digest = nil
        #expect(run.results(.outcome) == [.unchecked])
    }

    @Test("Of a control and a reference nothing is said: their results aren't judged")
    func control() {
        var run = run(checked: [true])
        run.add("load-all", units: 1_000, mebibytes: [40])
        run.trials[1].digest = nil
        #expect(run.findings(.outcome).map(\.variant) == ["streamed"])
    }

    @Test("A comparison has it of both sides")
    func comparison() throws {
        let comparison = RunComparison(
            of: run(checked: [false]).record, against: run(checked: [true]).record)
        let cell = try #require(comparison.scenarios.first?.cells.first)
        #expect(cell.head?.isResultChecked == false && cell.base?.isResultChecked == true)
    }
}
