import MemoryBudget
import RunStore

@testable import Judging

extension Situation {
    private static let page = MadeUpRun.page
    private static let limit = 32.mebibytes

    /// Three trials that complete, or one of which doesn't.
    static let outcomes: [Situation] = [
        ending(.crashed, .signal, is: .crashed), ending(.failed, .exitCode, is: .crashed),
        ending(.timedOut, .deadline, is: .timedOut),
        ending(.stalled, .memoryPressure, is: .inconclusive),
        ending(.killedExternally, .foreignKill, is: .inconclusive),
        ending(.unmeasured, .lost, is: .inconclusive),
        ending(.wrongResult, .verification, is: .wrong),
        Situation("one of three results not checked", .outcome, beyond: .unchecked) { step in
            var run = MadeUpRun()
            run.hold([8, 8, 8].map(\.mebibytes)) { if $0.index < step { $0.digest = nil } }
            return run.gate
        },
    ]

    private static func ending(
        _ outcome: Outcome, _ evidence: Evidence.Kind, is result: GateFinding.Result
    ) -> Situation {
        Situation("one of three trials \(outcome.rawValue)", .outcome, beyond: result) { step in
            var run = MadeUpRun()
            run.hold([8, 8, 8].map(\.mebibytes)) {
                guard $0.index < step else { return }
                $0.outcome = outcome
                $0.evidence.kind = evidence
                $0.digest = nil
            }
            return run.gate
        }
    }

    /// Controls, which must go over budget at the largest scale.
    static let controls: [Situation] = [
        Situation(
            "a control's peak", .control, atLimit: .inconclusive, beyond: .kept
        ) { step in
            controlled { $0.hold([limit + step * page], by: "load-all") }
        },
        Situation("a killed control", .control, beyond: .inconclusive) { step in
            controlled { run in
                if step == 0 {
                    run.kill(at: [limit + page], of: "load-all")
                } else {
                    run.hold([limit], by: "load-all")
                }
            }
        },
        Situation("a control at the largest scale", .control, beyond: .inconclusive) { step in
            controlled { run in
                run.kill(at: [limit + page], of: "load-all")
                run.hold([limit + page - step * page], by: "load-all", units: 2_000)
            }
        },
    ]

    private static func controlled(_ fill: (inout MadeUpRun) -> Void) -> MadeUpGate {
        var run = MadeUpRun()
        run.hold([8.mebibytes])
        fill(&run)
        return run.gate
    }

    static let all =
        budgets + nets + growths + slopes + memoryRatios + throughputRatios + baselines + outcomes
        + controls
}
