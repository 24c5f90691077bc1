import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Findings of a run without a gate")
struct FindingsTests {
    private func results(_ scenario: ScenarioRecord) -> [String] {
        Fixture.run(scenario).findings.map {
            "\($0.variant.prefix { $0 != " " }) \($0.scale ?? "") \($0.rule) \($0.result)"
        }
    }

    @Test("Candidates are judged, controls must go over, and each cell has a finding")
    func ingest() {
        #expect(
            results(Fixture.ingest) == [
                "streamed 10k peak kept", "half-streamed 10k peak kept",
                "load-all 10k control kept", "streamed 160k peak kept",
                "half-streamed 160k peak over", "load-all 160k control kept",
            ])
    }

    @Test("A cell that could not be measured has its reason")
    func problems() {
        #expect(
            results(Fixture.problems) == [
                "sloppy 160k outcome wrong", "trapping 160k outcome crashed",
                "refusing 160k outcome crashed", "endless 160k outcome timedOut",
                "bystander 160k outcome inconclusive", "absent 160k outcome unavailable",
                "spiking 160k peak over",
            ])
    }

    @Test("Unbudgeted cells are not judged, and unavailable strategies are reported")
    func others() {
        #expect(results(Fixture.unbudgeted) == [])
        #expect(
            results(Fixture.partial).suffix(3) == [
                "copy  outcome unavailable", "xlsx  outcome unavailable",
                "server-cursor  outcome unavailable",
            ])
    }

    @Test("A control that stays within the budget at the largest scale decides nothing")
    func idleControl() {
        var scenario = Fixture.ingest
        let last = scenario.cells.count - 1
        scenario.cells[last].verdict = .within
        #expect(Fixture.run(scenario).findings.last?.result == .inconclusive)
    }

    @Test(
        "An unfinished run misses something in each scenario of the head")
    func unfinished() {
        var base = Fixture.ingest
        base.name = Build.base.name(of: base.name)
        base.build = .base
        var run = Fixture.run(Fixture.ingest, Fixture.absent, base)
        #expect(!run.findings.contains { $0.result == .missing })
        run.finishedAt = nil
        let missing = run.findings.filter { $0.result == .missing }
        #expect(missing.map(\.scenario) == [Fixture.ingest.name, Fixture.absent.name])
        #expect(missing.allSatisfy { $0.sentence == "the run ended before every trial was run" })
        run.gate = GateRecord(findings: [], exitStatus: 3)
        #expect(run.findings.isEmpty, "the gate says itself what is missing")
    }

    @Test("A gate's own findings are used, the most severe first")
    func gate() {
        let run = Fixture.gated
        #expect(run.findings.count == GateFinding.Result.allCases.count + 1)
        #expect(
            run.problems.map(\.result) == [
                .crashed, .checkFailed, .timedOut, .unavailable, .over, .wrong, .over, .regressed,
                .improvedRatchet, .inconclusive, .missing, .unproven,
            ])
    }

    @Test("The gate's answer is one sentence")
    func sentence() {
        #expect(
            Fixture.gated.gate?.sentence.text
                == "Gate failed (exit 70): 1 of 16 rules crashed, 1 with a check that failed, 1 timed"
                + " out, 1 unavailable, 2 over, 1 wrong, 1 regressed, 1 improved (--ratchet),"
                + " 1 inconclusive and 1 missing.")
        let kept = GateFinding(scenario: "a", rule: .peak, result: .kept, sentence: "")
        #expect(
            GateRecord(findings: [kept], exitStatus: 0).sentence.text
                == "Gate passed: 1 rule kept.")
        let others = [GateFinding.Result.new, .improved, .new].map {
            GateFinding(scenario: "a", rule: .baseline, result: $0, sentence: "")
        }
        #expect(
            GateRecord(findings: [kept] + others, exitStatus: 0).sentence.text
                == "Gate passed: 1 rule kept, 1 better than the baseline, 2 new.")
    }
}
