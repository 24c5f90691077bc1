import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("Findings that don't need a rule")
struct GateTests {
    @Test("A killed control shows that the budget has an effect; one within it does not")
    func control() {
        var run = MadeUpRun()
        run.add("load-all", units: 1_000, mebibytes: [20])
        run.add(units: 1_000, mebibytes: [20])
        #expect(run.results(.control) == [.inconclusive])
        run.addControl(units: 2_000, needs: 80)
        run.add(units: 2_000, mebibytes: [20])
        #expect(run.results(.control) == [.kept])
    }

    @Test("Each way a trial can fail has its result, and none is a verdict on memory")
    func outcomes() {
        let expected: [(Outcome, GateFinding.Result)] = [
            (.crashed, .crashed), (.failed, .crashed), (.timedOut, .timedOut),
            (.stalled, .inconclusive), (.killedExternally, .inconclusive),
            (.unmeasured, .inconclusive), (.wrongResult, .wrong),
        ]
        for (outcome, result) in expected {
            var run = MadeUpRun()
            run.add(units: 1_000, mebibytes: [20, 20])
            run.add(units: 1_000, mebibytes: [20], outcome: outcome)
            #expect(run.results(.outcome) == [result], "\(outcome)")
            #expect(run.results(.peak).isEmpty, "\(outcome)")
        }
    }

    @Test(
        "The peak of a completed trial is not that of a killed one, even if others were killed")
    func killed() {
        func isKilled(_ exact: Double) -> Bool? {
            var run = MadeUpRun()
            run.add(
                units: 1_000, mebibytes: [32.1, 32.2], outcome: .overBudget, evidence: .watchdog)
            run.add(
                units: 1_000, mebibytes: [exact], outcome: .overBudget, evidence: .exactPeak)
            let gate = Gate(scenarios: [run.scenario])
            let reasons = gate.findings(of: run.record).map(\.reason)
            return reasons.lazy.compactMap { reason -> Bool? in
                if case .peak(_, let isKilled) = reason { isKilled } else { nil }
            }.first
        }
        #expect(isKilled(34) == false)
        #expect(isKilled(32.05) == true)
    }

    @Test("A crash of a strategy that isn't judged also makes the run incomplete")
    func crashedControl() {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [20])
        run.add("load-all", units: 1_000, mebibytes: [1], outcome: .crashed)
        let findings = Gate(scenarios: [run.scenario]).findings(of: run.record)
        #expect(ExitStatus(findings.map(\.result)) == .crashed)
    }

    @Test("Without a budget, without a candidate or without the scenario, the finding is 'missing'")
    func missing() {
        var run = MadeUpRun(budget: nil)
        run.add(units: 1_000, mebibytes: [20])
        #expect(run.results(.peak) == [.missing])
        var controls = MadeUpRun()
        controls.addControl(units: 1_000, needs: 40)
        #expect(controls.results(.outcome) == [.missing])
        var record = run.record
        record.scenarios = []
        let nothing = Gate(scenarios: [run.scenario]).findings(of: record)
        #expect(nothing.map(\.result) == [.missing])
    }

    @Test("A run that was cut short doesn't pass, even if all its trials do")
    func cutShort() {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [20])
        func status(of record: RunRecord) -> ExitStatus {
            ExitStatus(Gate(scenarios: [run.scenario]).findings(of: record).map(\.result))
        }
        var record = run.record
        #expect(status(of: record) == .success)
        record.finishedAt = nil
        #expect(status(of: record) == .inconclusive)
    }
}
