import MemoryBudget
import RunStore

@testable import Judging

extension Situation {
    private static let page = MadeUpRun.page

    /// Returns three equal values, which show that there is no noise.
    private static func thrice<Value>(_ value: Value) -> [Value] { [value, value, value] }

    /// Ratios of at most half of the control's memory, which is 40 MiB.
    static let memoryRatios: [Situation] = [
        Situation("half of another strategy's peak", .memoryRatio) { step in
            half { run in
                run.hold([40, 40, 40].map(\.mebibytes), by: "load-all")
                run.hold(thrice(20.mebibytes + step * page))
            }
        },
        Situation(
            "half of what a killed control needs, by its one trial", .memoryRatio,
            atLimit: .inconclusive, beyond: .inconclusive
        ) { step in
            half { run in
                run.kill(at: [33.mebibytes], of: "load-all")
                run.hold([40.mebibytes], by: "load-all", kind: .need)
                run.hold(thrice(20.mebibytes + step * page))
            }
        },
        Situation("much less, and much more than that", .memoryRatio) { step in
            half { run in
                run.kill(at: [33.mebibytes], of: "load-all")
                run.hold([40.mebibytes], by: "load-all", kind: .need)
                run.hold(thrice((step == 0 ? 18 : 22).mebibytes))
            }
        },
        Situation(
            "one trial of its own", .memoryRatio, atLimit: .inconclusive, beyond: .inconclusive
        ) {
            step in
            half { run in
                run.hold(thrice(40.mebibytes), by: "load-all")
                run.hold([20.mebibytes + step * page])
            }
        },
        Situation(
            "half of what a killed control held at least", .memoryRatio, atLimit: .inconclusive,
            beyond: .inconclusive
        ) { step in
            half { run in
                run.kill(at: [40.mebibytes], of: "load-all")
                run.hold(thrice(20.mebibytes + step * page))
            }
        },
        Situation("the range of both peaks", .memoryRatio, beyond: .inconclusive) { step in
            half { run in
                run.hold([40, 42, 44].map(\.mebibytes), by: "load-all")
                run.hold([18.mebibytes, 19.mebibytes, 20.mebibytes + step * page])
            }
        },
        Situation("the largest scale alone", .memoryRatio) { step in
            half { run in
                run.hold([40, 40, 40].map(\.mebibytes), by: "load-all")
                run.hold([40.mebibytes])
                run.hold([40, 40, 40].map(\.mebibytes), by: "load-all", units: 2_000)
                run.hold(thrice(20.mebibytes + step * page), units: 2_000)
            }
        },
    ]

    private static func half(_ fill: (inout MadeUpRun) -> Void) -> MadeUpGate {
        var run = MadeUpRun.promising(.memory(atMost: 0.5, of: "load-all"))
        fill(&run)
        return run.gate
    }

    private static let nanosecond = 1e-9

    /// Ratios of at least half of the throughput of a control that takes one second.
    static let throughputRatios: [Situation] = [
        Situation("half of another strategy's throughput", .throughputRatio) { step in
            halfAsFast { run in
                run.hold([40, 40, 40].map(\.mebibytes), by: "load-all")
                run.hold(
                    thrice(20.mebibytes), seconds: thrice(2 + Double(step) * nanosecond))
            }
        },
        Situation(
            "half of what a killed control does without a budget, by its one trial",
            .throughputRatio,
            atLimit: .inconclusive, beyond: .inconclusive
        ) { step in
            halfAsFast { run in
                run.kill(at: [33.mebibytes], of: "load-all")
                run.hold([40.mebibytes], by: "load-all", kind: .need)
                run.hold(
                    thrice(20.mebibytes), seconds: thrice(2 + Double(step) * nanosecond))
            }
        },
        Situation("much more, and much less than that", .throughputRatio) { step in
            halfAsFast { run in
                run.kill(at: [33.mebibytes], of: "load-all")
                run.hold([40.mebibytes], by: "load-all", kind: .need)
                run.hold(thrice(20.mebibytes), seconds: thrice(step == 0 ? 1.5 : 3))
            }
        },
        Situation("the range of both times", .throughputRatio, beyond: .inconclusive) { step in
            halfAsFast { run in
                run.hold([40, 40, 40].map(\.mebibytes), by: "load-all", seconds: [1, 1.5, 1.75])
                run.hold(
                    [20, 20, 20].map(\.mebibytes),
                    seconds: [1.5, 1.75, 2 + Double(step) * nanosecond])
            }
        },
        Situation("a unit that was not done", .throughputRatio) { step in
            halfAsFast { run in
                run.hold([40, 40, 40].map(\.mebibytes), by: "load-all")
                run.hold(thrice(20.mebibytes), seconds: thrice(2)) { $0.unitsDone = 1_000 - step }
            }
        },
    ]

    private static func halfAsFast(_ fill: (inout MadeUpRun) -> Void) -> MadeUpGate {
        var run = MadeUpRun.promising(.throughput(atLeast: 0.5, of: "load-all"))
        fill(&run)
        return run.gate
    }
}
