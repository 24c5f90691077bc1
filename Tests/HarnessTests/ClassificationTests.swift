import Glibc
import MemoryBudget
import Processes
import Testing

@testable import Harness

/// The order of evidence, without real processes.
@Suite("Outcomes, by the strongest evidence")
struct ClassificationTests {
    private let budget = Budget(metric: .peakRSS, limit: .mebibytes(64))

    /// A trial that succeeded at 10 MiB, with a modification.
    private func trial(_ change: (inout RawTrial) -> Void) -> RawTrial {
        var trial = RawTrial(
            specification: TrialSpecification(
                command: Command(["/bin/true"], environment: [:]),
                limits: TrialLimits(budget: budget), directory: "/tmp", strategy: "true",
                scale: ScaleRecord(Scale(units: 1), inputBytes: nil)),
            startedAt: "2026-01-05T10:00:01.000Z",
            enforcement: EnforcementRecord(requested: .auto))
        trial.enforcementEvidence = [ArmedWatchdog(watchedBudget: budget)]
        trial.stopReason = .leaderEnded
        trial.tree.hasExecuted = true
        trial.tree.leaderStatus = .exited(code: 0)
        trial.tree.processes = [process(.exited(code: 0))]
        trial.processCount = 1
        change(&trial)
        return trial
    }

    private func end(_ change: (inout RawTrial) -> Void) -> TrialEvidence.Proof {
        trial(change).proof
    }

    private func group(kills: Int, peak: Int, limit: Int = 64 << 20) -> CgroupEvidence {
        CgroupEvidence(
            counters: CgroupCounters(killCount: kills, peakBytes: peak), limits: [limit])
    }

    private func process(
        _ status: WaitStatus, peakBytes: Int? = 10 << 20
    ) -> TracedProcess {
        var process = TracedProcess(id: 1, hasImage: true)
        process.peakRSSBytes = peakBytes
        process.status = status
        return process
    }

    @Test("The harness's own record outranks the way the process died")
    func ownRecord() {
        let result = end {
            $0.stopReason = .overBudget(bytes: 65 << 20, atNanoseconds: 5_000_000)
            $0.tree.leaderStatus = .signaled(signal: SIGSEGV)
        }
        #expect(result.outcome == .overBudget)
        #expect(
            result
                == .watchdog(
                    metric: .peakRSS, bytes: 65 << 20, limitBytes: 64 << 20,
                    elapsedNanoseconds: 5_000_000))
    }

    @Test("A kernel kill outranks exit status 0")
    func kernelKill() {
        let result = end {
            var container = group(kills: 1, peak: 64 << 20)
            container.isContainer = true
            $0.enforcementEvidence = [container]
        }
        #expect(result.outcome == .overBudget)
        #expect(result.kind == .cgroup)
    }

    @Test("A kernel kill far below our limit is attributed to the machine")
    func environment() {
        let result = end {
            $0.enforcementEvidence.append(group(kills: 1, peak: 20 << 20))
            $0.tree.leaderStatus = .signaled(signal: SIGKILL)
        }
        #expect(result.outcome == .killedExternally)
        #expect(result.kind == .environment)
    }

    @Test("In version 2, a kill without a hit of our limit is attributed to the machine")
    func environmentVersion2() {
        var evidence = group(kills: 1, peak: 64 << 20)
        evidence.counters.hitLimit = false
        #expect(end { $0.enforcementEvidence.append(evidence) }.kind == .environment)
        evidence.counters.hitLimit = true
        evidence.isContainer = true
        #expect(end { $0.enforcementEvidence.append(evidence) }.outcome == .overBudget)
    }

    @Test("If a backstop kills while the exact metric is within, the trial is unmeasured")
    func chargeIsNotTheMetric() {
        let result = end {
            $0.enforcementEvidence.append(group(kills: 1, peak: 80 << 20, limit: 80 << 20))
        }
        #expect(result.outcome == .unmeasured)
        #expect(
            result
                == .kernelKillOutsideMetric(
                    chargeBytes: 80 << 20, limitBytes: 80 << 20, metric: .peakRSS,
                    bytes: 10 << 20))
    }

    /// A metric that follows the tree, after a second process appeared.
    private func followTree(_ trial: inout RawTrial) {
        trial.specification.limits.followsTree = true
        trial.processCount = 2
        trial.samples.peakTreeBytes = 10 << 20
    }

    @Test("The kernel's charge, less memory that outlived the processes, outranks a sampled metric")
    func sampledMetric() {
        var evidence = group(kills: 1, peak: 80 << 20, limit: 80 << 20)
        let sampled = end {
            followTree(&$0)
            $0.enforcementEvidence.append(evidence)
        }
        #expect(sampled.outcome == .overBudget)
        evidence.counters.parts.shmemBytes = 70 << 20
        let files = end {
            followTree(&$0)
            $0.enforcementEvidence.append(evidence)
        }
        #expect(files.outcome == .unmeasured)
    }

    @Test(
        "Each signal has its own outcome",
        arguments: [
            (SIGKILL, Outcome.killedExternally), (SIGTERM, .killedExternally),
            (SIGILL, .crashed), (SIGTRAP, .crashed), (SIGSEGV, .crashed), (SIGBUS, .crashed),
            (SIGABRT, .crashed), (SIGPIPE, .crashed), (SIGFPE, .crashed),
        ])
    func signals(signal: Int32, outcome: Outcome) {
        #expect(end { $0.tree.leaderStatus = .signaled(signal: signal) }.outcome == outcome)
    }

    @Test(
        "A peak above the budget is over even on success; the limit is inclusive")
    func exactPeak() {
        func peak(_ bytes: Int) -> TrialEvidence.Proof {
            end { $0.tree.processes = [process(.exited(code: 0), peakBytes: bytes)] }
        }
        #expect(peak(64 << 20).outcome == .completed)
        let over = peak((64 << 20) + 1)
        #expect(over.outcome == .overBudget)
        #expect(over.kind == .exactPeak)
    }

    @Test("Missing evidence is never a pass")
    func lost() {
        let unread = end { $0.tree.processes = [process(.exited(code: 0), peakBytes: nil)] }
        #expect(unread == .metricNotRead(metric: .peakRSS))
        #expect(unread.outcome == .unmeasured)
        #expect(end { $0.tree.leaderStatus = nil }.outcome == .unmeasured)
    }

    @Test("A trial with unwatched processes is never within, whatever other readings show")
    func gaps() {
        let escaped = end { $0.strayCount = 2 }
        #expect(escaped == .notWatched(cause: .untraced, processCount: 2))
        let unlimited = end {
            $0.strayCount = 1
            $0.specification.limits.budget = nil
        }
        #expect(unlimited.outcome == .unmeasured)
        // A process that could not be read while it ran, but whose exit stop was.
        #expect(end { $0.samples.refused = [1] }.outcome == .completed)
        #expect(end { $0.samples.refused = [2] }.outcome == .unmeasured)
        let tree = end {
            followTree(&$0)
            $0.samples.refused = [1]
        }
        #expect(tree == .notWatched(cause: .refused, processCount: 1))
        // Proof that the budget was exceeded needs no more.
        let over = end {
            $0.strayCount = 1
            $0.tree.processes = [process(.exited(code: 0), peakBytes: 65 << 20)]
        }
        #expect(over.kind == .exactPeak)
    }

    @Test("A tree that may have exceeded its budget is neither within nor over")
    func bounds() {
        func end(high: Int) -> TrialEvidence.Proof {
            self.end {
                followTree(&$0)
                $0.samples.highestTreeBytes = high << 20
            }
        }
        #expect(end(high: 64).outcome == .completed)
        let doubtful = end(high: 65)
        #expect(doubtful.outcome == .unmeasured)
        #expect(
            doubtful
                == .treeNotRead(lowBytes: 10 << 20, highBytes: 65 << 20, limitBytes: 64 << 20))
    }

    @Test("A failed launch outranks everything else, and names the failed step")
    func launch() {
        func launch(_ failure: LaunchFailure) -> TrialEvidence.Proof {
            end {
                $0.tree.launchFailure = failure
                $0.enforcementEvidence.append(group(kills: 1, peak: 64 << 20))
            }
        }
        #expect(launch(LaunchFailure(executing: ENOENT)) == .notFound)
        #expect(launch(LaunchFailure(executing: EACCES)) == .notExecutable(errno: Int(EACCES)))
    }

    @Test(
        "The observation contains the outcome, figures, text, and the check of the result")
    func record() {
        let ended = trial { $0.gauges = GaugeReading(hasWorker: true, unitsDone: 9, unitsTotal: 9) }
        #expect(ended.report(describe: describe).observation.outcome == .completed)
        let wrong = ended.report(
            checked: ResultCheck(
                digest: "0f", counts: [JobCount("calls", 5)],
                disagreement: .wrongRowCount(rows: 8, expectedRows: 9, remark: nil)),
            describe: { _ in "in words" }
        ).observation
        #expect(wrong.outcome == .wrongResult && wrong.digest == "0f")
        #expect(wrong.counts == [JobCount("calls", 5)])
        #expect(wrong.evidence.kind == .verification && wrong.evidence.detail == "in words")
        #expect(wrong.evidence.figures?.progress == .init(unitsDone: 9, unitsTotal: 9))
        #expect(wrong.stderrTail == nil)
    }
}
