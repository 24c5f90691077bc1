import MemoryBudget
import RunStore

@testable import Judging

extension Situation {
    private static let limit = 32.mebibytes
    private static let page = MadeUpRun.page

    /// Budgets, judged by the trials of a cell.
    static let budgets: [Situation] =
        metrics + [
            Situation("three equal trials", .peak) { step in
                within { $0.hold([limit, limit, limit].map { $0 + step * page }) }
            },
            Situation("one of three trials", .peak, beyond: .inconclusive) { step in
                within { $0.hold([limit - page, limit, limit + step * page]) }
            },
            Situation("one of nine trials", .peak, beyond: .inconclusive) { step in
                within { $0.hold(Array(repeating: limit, count: 8) + [limit + step * page]) }
            },
            Situation("a kill by the watchdog", .peak) { step in
                within { step == 0 ? $0.hold([limit]) : $0.kill(at: [limit + page]) }
            },
            Situation("a kill by the kernel", .peak) { step in
                within { step == 0 ? $0.hold([limit]) : $0.kill(at: [limit], by: .cgroup) }
            },
            Situation("a strategy's own, smaller budget", .peak) { step in
                within { run in
                    run.scenario.strategies[1].budget = Budget(
                        metric: .peakRSS, limit: .mebibytes(8))
                    run.hold([8.mebibytes + step * page])
                }
            },
            Situation("a strategy's own, larger budget", .peak) { step in
                within { run in
                    run.scenario.strategies[1].budget = Budget(
                        metric: .peakRSS, limit: .mebibytes(64))
                    run.hold([64.mebibytes + step * page])
                }
            },
            Situation("an interval up to the limit", .peak, beyond: .inconclusive) { step in
                within { run in
                    run.hold([limit - 10 * page]) {
                        $0.quality[.peakRSS] = .interval
                        $0.peakRSSHighBytes = limit + step * page
                    }
                }
            },
            Situation("the machine's noise below the limit", .peak, beyond: .inconclusive) { step in
                within { run in
                    run.environment.noiseFloor = NoiseRecord(
                        trials: 6, peakRSSBytes: Double(4 * page), peakRSSShare: 0.001,
                        wallShare: 0.01)
                    run.hold([limit - 8 * page + step * page])
                }
            },
            Situation(
                "the machine's noise above the limit", .peak, atLimit: .inconclusive
            ) { step in
                within { run in
                    run.environment.noiseFloor = NoiseRecord(
                        trials: 6, peakRSSBytes: Double(4 * page), peakRSSShare: 0.001,
                        wallShare: 0.01)
                    run.hold([limit + 8 * page + step * page])
                }
            },
        ]

    private static let metrics = [
        Metric.peakRSS, .peakAnonymous, .peakLive, .peakTree,
    ].map { metric in
        Situation("one trial's \(metric.rawValue)", .peak) { step in
            within(metric) { $0.hold([limit + step * page]) }
        }
    }

    private static func within(
        _ metric: Metric = .peakRSS, _ fill: (inout MadeUpRun) -> Void
    ) -> MadeUpGate {
        var run = MadeUpRun(budget: Budget(metric: metric, limit: ByteCount(limit)))
        fill(&run)
        return run.gate
    }

    /// Peaks above the floor of 10 MiB, with a limit of 4 MiB.
    static let nets: [Situation] = [
        Situation("one trial above the floor", .net) { step in
            net { $0.hold([14.mebibytes + step * page]) }
        },
        Situation("one of three trials above the floor", .net, beyond: .inconclusive) { step in
            net { $0.hold([13.mebibytes, 13.mebibytes, 14.mebibytes + step * page]) }
        },
        Situation("what counters can hide of the peak", .net, beyond: .inconclusive) { step in
            net { run in
                run.hold([14.mebibytes - 16 * page + step * page]) {
                    $0.quality[.peakRSS] = .interval
                    $0.peakRSSHighBytes = ($0.peakRSSBytes ?? 0) + 16 * page
                }
            }
        },
        Situation("the middle of three floors", .net) { step in
            net(floors: [9.mebibytes, 10.mebibytes, 12.mebibytes]) {
                $0.hold([14.mebibytes + step * page])
            }
        },
        Situation("a killed trial above the floor", .net) { step in
            net { run in
                if step == 0 {
                    run.hold([14.mebibytes])
                } else {
                    run.kill(at: [14.mebibytes + page])
                }
            }
        },
        Situation("a strategy's own net in place of the scenario's", .net) { step in
            net { run in
                run.scenario.gate = [GateRule(.net(.mebibytes(1)))]
                run.hold([14.mebibytes + step * page])
            }
        },
        Situation("the scenario's net", .net) { step in
            net { run in
                run.scenario.gate = run.scenario.strategies[1].gate
                run.scenario.strategies[1].gate = []
                run.hold([14.mebibytes + step * page])
            }
        },
    ]

    private static func net(
        floors: [Int] = [10.mebibytes], _ fill: (inout MadeUpRun) -> Void
    ) -> MadeUpGate {
        var run = MadeUpRun.promising(.net(.mebibytes(4)))
        run.hold(floors, units: 0, kind: .floor)
        fill(&run)
        return run.gate
    }
}
