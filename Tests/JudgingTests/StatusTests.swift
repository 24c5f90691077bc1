import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("Exit status of findings")
struct StatusTests {
    private func status(_ results: GateFinding.Result...) -> ExitStatus {
        ExitStatus(results)
    }

    @Test("Without any finding, the gate doesn't pass")
    func nothing() {
        #expect(status() == .inconclusive)
    }

    @Test("Kept, improved and new pass")
    func green() {
        #expect(status(.kept) == .success)
        #expect(status(.kept, .improved, .new) == .success)
    }

    @Test(
        "Severity decides: a crash before over budget, a timeout before a missing program"
    )
    func order() {
        let results: [GateFinding.Result] = [
            .kept, .over, .unavailable, .inconclusive, .crashed, .improvedRatchet, .checkFailed,
            .wrong,
        ]
        #expect(
            results.mostSevereFirst { $0 } == [
                .crashed, .checkFailed, .unavailable, .over, .wrong, .improvedRatchet,
                .inconclusive, .kept,
            ])
        #expect(status(.improvedRatchet) == .regressed && status(.checkFailed) == .crashed)
    }

    @Test("Over precedes regressed, and regressed precedes inconclusive")
    func verdicts() {
        #expect(status(.kept, .inconclusive, .regressed, .over) == .overBudget)
        #expect(status(.wrong, .regressed) == .overBudget)
        #expect(status(.missing, .regressed, .kept) == .regressed)
        #expect(status(.missing, .kept) == .inconclusive)
    }

    @Test("A failure to measure precedes every verdict")
    func infrastructure() {
        for result in GateFinding.Result.allCases {
            #expect(status(result, .crashed) == .crashed)
        }
        #expect(status(.over, .timedOut, .unavailable) == .timedOut)
        #expect(status(.over, .unavailable) == .unavailable)
    }

    @Test("Verdicts are softened, failures to measure never")
    func softened() {
        let statuses: [ExitStatus] = [
            .overBudget, .regressed, .inconclusive, .crashed, .timedOut, .unavailable, .success,
        ]
        #expect(statuses.filter(\.isSoftened) == [.overBudget, .regressed, .inconclusive])
    }
}

@Suite("Completeness of a run")
struct MeasuredStatusTests {
    private var run: MadeUpRun {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [20, 20, 20])
        run.add(units: 2_000, mebibytes: [40, 40, 40], outcome: .overBudget)
        return run
    }

    private let absence = UnavailableStrategy(strategy: "copied", reason: "it is not built")

    @Test("A run whose cells all have trials has no gap, whatever the verdicts")
    func measured() {
        let status = MeasuredStatus(run.record)
        #expect(status.exitStatus == .success && status.gap == nil)
    }

    @Test(
        "The first unmeasured cell is the gap, and the most severe one decides the status")
    func unmeasured() {
        var run = run
        run.add(units: 4_000, mebibytes: [20], outcome: .timedOut)
        run.add(units: 8_000, mebibytes: [20], outcome: .crashed)
        let status = MeasuredStatus(run.record)
        #expect(status.exitStatus == .crashed)
        #expect(
            status.gap
                == .unmeasured(
                    scenario: "made-up", variant: "streamed", scale: "4k", others: 1))
    }

    @Test("A strategy that can't run precedes an inconclusive cell, but not a crashed one")
    func absent() {
        var run = run
        run.add(units: 4_000, mebibytes: [20], outcome: .killedExternally)
        var record = run.record
        record.scenarios[0].unavailable = [absence]
        #expect(MeasuredStatus(record).exitStatus == .unavailable)
        #expect(
            MeasuredStatus(record).gap == .absent(scenario: "made-up", absence, others: 0))
        run.add(units: 8_000, mebibytes: [20], outcome: .crashed)
        record = run.record
        record.scenarios[0].unavailable = [absence]
        #expect(MeasuredStatus(record).exitStatus == .crashed)
    }
}
