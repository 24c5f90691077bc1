import Glibc
import MemoryBudget
import Testing

@testable import Harness

/// The order of evidence, without any process.
@Suite("Outcomes follow the evidence, strongest first")
struct ClassificationTests {
    private let budget = Budget(metric: .peakRSS, limit: .mebibytes(64))

    private func end(_ change: (inout TrialEnd) -> Void) -> Classification {
        var end = TrialEnd()
        end.ending = .leaderEnded
        end.leaderStatus = .exited(code: 0)
        end.budget = budget
        end.judgedBytes = 10 << 20
        change(&end)
        return Classification(end)
    }

    private func group(kills: Int, peak: Int, limit: Int = 64 << 20) -> CgroupEvidence {
        CgroupEvidence(killCount: kills, limits: [limit], peakBytes: peak, hitLimit: nil)
    }

    private func process(_ status: WaitStatus, dataBytes: Int = 0) -> TracedProcess {
        var process = TracedProcess(id: 1, hasImage: true)
        process.status = status
        process.dataBytes = dataBytes
        return process
    }

    @Test("Our own record outranks how the process then died")
    func ownRecord() {
        let result = end {
            $0.ending = .overBudget(bytes: 65 << 20, atNanoseconds: 5_000_000)
            $0.leaderStatus = .signaled(signal: SIGSEGV)
        }
        #expect(result.outcome == .overBudget)
        #expect(result.evidence.kind == .watchdog)
        #expect(result.evidence.detail.contains("65.0 MiB"))
    }

    @Test("A kernel kill outranks exit status 0")
    func kernelKill() {
        let result = end {
            $0.isContainer = true
            $0.cgroup = group(kills: 1, peak: 64 << 20)
        }
        #expect(result.outcome == .overBudget)
        #expect(result.evidence.kind == .cgroup)
    }

    @Test("A kernel kill far below our limit is the machine's doing")
    func environment() {
        let result = end {
            $0.cgroup = group(kills: 1, peak: 20 << 20)
            $0.leaderStatus = .signaled(signal: SIGKILL)
        }
        #expect(result.outcome == .killedExternally)
        #expect(result.evidence.kind == .environment)
    }

    @Test("Version 2: a kill without our limit being met is the machine's doing")
    func environmentVersion2() {
        var evidence = group(kills: 1, peak: 64 << 20)
        evidence.hitLimit = false
        #expect(end { $0.cgroup = evidence }.evidence.kind == .environment)
        evidence.hitLimit = true
        #expect(
            end {
                $0.cgroup = evidence
                $0.isContainer = true
            }.outcome == .overBudget)
    }

    @Test("A backstop that kills while the exact metric is within proves nothing about it")
    func chargeIsNotTheMetric() {
        let result = end { $0.cgroup = group(kills: 1, peak: 80 << 20, limit: 80 << 20) }
        #expect(result.outcome == .unmeasured)
        #expect(result.evidence.detail.contains("tmpfs"))
    }

    @Test("A sampled metric yields to the kernel's charge, less what outlived the processes")
    func sampledMetric() {
        var evidence = group(kills: 1, peak: 80 << 20, limit: 80 << 20)
        let sampled = end {
            $0.judgedMetric = .peakTree
            $0.isExact = false
            $0.cgroup = evidence
        }
        #expect(sampled.outcome == .overBudget)
        evidence.sharedBytes = 70 << 20
        let files = end {
            $0.judgedMetric = .peakTree
            $0.isExact = false
            $0.cgroup = evidence
        }
        #expect(files.outcome == .unmeasured)
    }

    @Test("An abort that says it was refused memory is over budget only under a limit of ours")
    func refusal() {
        func abort(limit: Int) -> Classification {
            end {
                $0.dataLimitBytes = limit
                $0.errorText = "Fatal error: failed to allocate 100 bytes"
                $0.leaderStatus = .signaled(signal: SIGABRT)
                $0.processes = [process(.signaled(signal: SIGABRT))]
            }
        }
        #expect(abort(limit: 96 << 20).evidence.kind == .allocationRefused)
        #expect(abort(limit: 0).outcome == .crashed)
    }

    @Test("A fault at the very limit is a refusal; one far below it is a crash")
    func faultAtLimit() {
        func fault(data: Int) -> Classification {
            end {
                $0.dataLimitBytes = 96 << 20
                $0.leaderStatus = .signaled(signal: SIGSEGV)
                $0.processes = [process(.signaled(signal: SIGSEGV), dataBytes: data)]
            }
        }
        #expect(fault(data: 96 << 20).outcome == .overBudget)
        #expect(fault(data: 20 << 20).outcome == .crashed)
    }

    @Test(
        "Each signal has its meaning",
        arguments: [
            (SIGKILL, Outcome.killedExternally), (SIGTERM, .killedExternally),
            (SIGILL, .crashed), (SIGTRAP, .crashed), (SIGSEGV, .crashed), (SIGBUS, .crashed),
            (SIGABRT, .crashed), (SIGPIPE, .crashed), (SIGFPE, .crashed),
        ])
    func signals(signal: Int32, outcome: Outcome) {
        #expect(end { $0.leaderStatus = .signaled(signal: signal) }.outcome == outcome)
    }

    @Test(
        "A peak above the budget is over, also when the program ended well; the limit is inclusive")
    func exactPeak() {
        #expect(end { $0.judgedBytes = 64 << 20 }.outcome == .completed)
        let over = end { $0.judgedBytes = (64 << 20) + 1 }
        #expect(over.outcome == .overBudget)
        #expect(over.evidence.kind == .exactPeak)
    }

    @Test("Lost evidence is never a pass")
    func lost() {
        #expect(end { $0.judgedBytes = nil }.outcome == .unmeasured)
        #expect(end { $0.leaderStatus = nil }.outcome == .unmeasured)
    }
}
