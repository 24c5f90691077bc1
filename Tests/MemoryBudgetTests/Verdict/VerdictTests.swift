import MemoryBudget
import Testing

@Suite("Verdicts")
struct VerdictTests {
    private let budget = Budget(metric: .peakRSS, limit: .mebibytes(32))

    private func verdict(
        _ outcomes: Outcome..., budget: Budget?, peakBytes: Int? = 10 << 20
    ) -> Verdict {
        let observations = outcomes.map { outcome in
            var observation = Observation(
                strategy: "s", scale: ScaleRecord(Scale(units: 1), inputBytes: nil), startedAt: "",
                outcome: outcome, evidence: Evidence(.exited, detail: ""),
                enforcement: EnforcementRecord(requested: .auto),
                allocator: AllocatorRecord(name: .system, isAttached: false))
            observation.peakRSSBytes = peakBytes
            return observation
        }
        return Verdict(judging: observations, budget: budget)
    }

    @Test("A reading above the limit is over even without enforcement; no reading decides nothing")
    func readings() {
        #expect(verdict(.completed, budget: budget, peakBytes: 32 << 20) == .within)
        #expect(verdict(.completed, budget: budget, peakBytes: 32 << 20 | 1) == .over)
        #expect(verdict(.completed, budget: budget, peakBytes: nil) == .unmeasured)
    }

    @Test("A cell is within its budget only if all trials completed")
    func within() {
        #expect(verdict(.completed, budget: budget) == .within)
        #expect(verdict(.completed, .completed, .completed, budget: budget) == .within)
    }

    @Test("Wrong outranks over, and over outranks unmeasured trials")
    func precedence() {
        #expect(verdict(.overBudget, .wrongResult, .crashed, budget: budget) == .wrong)
        #expect(verdict(.completed, .wrongResult, budget: budget) == .wrong)
        #expect(verdict(.crashed, .overBudget, budget: budget) == .over)
        #expect(verdict(.crashed, .overBudget, .completed, budget: budget) == .unmeasured)
    }

    @Test(
        "One unmeasured trial leaves the cell unmeasured, however many completed",
        arguments: [
            Outcome.crashed, .failed, .timedOut, .stalled, .killedExternally, .unmeasured,
        ])
    func unmeasured(outcome: Outcome) {
        #expect(verdict(.completed, .completed, outcome, budget: budget) == .unmeasured)
    }

    @Test("A cell without trials or budget is never green, and a wrong result needs no budget")
    func nothingToJudge() {
        #expect(verdict(budget: budget) == .unmeasured)
        #expect(verdict(.completed, budget: nil) == .unmeasured)
        #expect(verdict(.completed, .wrongResult, budget: nil) == .wrong)
    }

    @Test("Verdicts have the documented names")
    func names() {
        #expect(
            Verdict.allCases.map(\.rawValue)
                == ["within", "over", "wrong", "inconclusive", "unmeasured"])
    }

    @Test("Exit statuses are the documented ones")
    func exitStatuses() {
        let statuses: [(MemoryBudget.ExitStatus, Int32)] = [
            (.success, 0), (.overBudget, 1), (.regressed, 2), (.inconclusive, 3), (.usage, 64),
            (.invalidScenario, 65), (.noInput, 66), (.unavailable, 69), (.crashed, 70),
            (.systemFailure, 71), (.cannotCreate, 73), (.storeFailure, 74), (.timedOut, 75),
            (.runOverBudget, 123), (.runTimedOut, 124), (.runFailed, 125),
            (.runNotExecutable, 126), (.runNotFound, 127),
        ]
        #expect(statuses.allSatisfy { $0.0.rawValue == $0.1 })
    }
}
