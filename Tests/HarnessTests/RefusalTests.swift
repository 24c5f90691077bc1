import Glibc
import MemoryBudget
import Processes
import Testing

@testable import Harness

/// Trials under a data limit of 96 MiB, without real processes.
@Suite("Evidence of data limits")
struct RefusalTests {
    private static let budget = Budget(metric: .peakRSS, limit: .mebibytes(64))

    /// Returns the proof of a trial whose processes ended like this, the leader first.
    private func end(
        _ processes: TracedProcess..., change: (inout RawTrial) -> Void = { _ in }
    ) -> TrialEvidence.Proof {
        var trial = RawTrial(
            specification: TrialSpecification(
                command: Command(["/bin/true"], environment: [:]),
                limits: TrialLimits(budget: Self.budget, enforcement: .rlimit), directory: "/tmp",
                strategy: "true", scale: ScaleRecord(Scale(units: 1), inputBytes: nil)),
            startedAt: "2026-01-05T10:00:01.000Z",
            enforcement: EnforcementRecord(requested: .rlimit))
        trial.enforcementEvidence = [ArmedDataLimit(dataLimitBytes: 96 << 20)]
        trial.stopReason = .leaderEnded
        trial.tree.hasExecuted = true
        trial.tree.leaderStatus = processes.first?.status
        trial.tree.processes = processes
        trial.processCount = processes.count
        change(&trial)
        return trial.proof
    }

    private func process(
        _ status: WaitStatus, refusals: Int = 0, peakBytes: Int = 10 << 20
    ) -> TracedProcess {
        var process = TracedProcess(id: 1, hasImage: true)
        process.peakRSSBytes = peakBytes
        process.status = status
        for number in 0..<refusals {
            process.refusals.add(Refusal(bytes: (200 + number) << 20, dataBytes: 8 << 20))
        }
        return process
    }

    @Test(
        "A refusal followed by death is over budget, with the figures of the last refusal",
        arguments: [
            WaitStatus.exited(code: 1), .signaled(signal: SIGABRT), .signaled(signal: SIGSEGV),
        ])
    func died(status: WaitStatus) {
        let proof = end(process(status, refusals: 2))
        #expect(
            proof
                == .allocationRefused(
                    limitBytes: 96 << 20, bytes: 201 << 20, dataBytes: 8 << 20))
        #expect(proof.outcome == .overBudget)
    }

    @Test("A child that dies after a refusal is over budget, regardless of its parent")
    func childDied() {
        let child = process(.signaled(signal: SIGABRT), refusals: 1)
        #expect(end(process(.exited(code: 0)), child).kind == .allocationRefused)
        #expect(end(process(.exited(code: 0)), child).outcome == .overBudget)
    }

    @Test("A failure without a refusal is a failure, regardless of standard error")
    func words() {
        for status in [WaitStatus.exited(code: 1), .signaled(signal: SIGABRT)] {
            let proof = end(process(status)) { trial in
                trial.errorText = "Fatal error: failed to allocate 100 bytes: out of memory"
            }
            #expect([.failed, .crashed].contains(proof.outcome))
        }
    }

    @Test("A refusal that the command survived leaves its need unknown")
    func survived() {
        let proof = end(process(.exited(code: 0), refusals: 3))
        #expect(
            proof
                == .refusalSurvived(
                    limitBytes: 96 << 20, bytes: 202 << 20, dataBytes: 8 << 20, refusals: 3))
        #expect(proof.outcome == .unmeasured)
        let child = process(.exited(code: 0), refusals: 1)
        #expect(end(process(.exited(code: 0)), child).outcome == .unmeasured)
    }

    @Test("A stronger proof outranks a survived refusal")
    func outranked() {
        let refused = process(.exited(code: 0), refusals: 1)
        let high = process(.exited(code: 0), refusals: 1, peakBytes: 80 << 20)
        #expect(end(high).kind == .exactPeak)
        #expect(end(process(.exited(code: 3)), refused) == .exitCode(code: 3))
        #expect(end(process(.signaled(signal: SIGKILL), refusals: 1)).kind == .foreignKill)
        #expect(end(refused) { $0.stopReason = .deadline }.kind == .deadline)
    }

    @Test("Unseen refusals are not a pass")
    func unseen() {
        let proof = end(process(.exited(code: 0))) { $0.tree.hasSeenAllocations = false }
        #expect(proof == .refusalsNotSeen(limitBytes: 96 << 20))
        #expect(proof.outcome == .unmeasured)
        #expect(end(process(.exited(code: 0))).outcome == .completed)
    }

    @Test("The result of a failed call gives the requested size")
    func answers() {
        func refused(asked: Int64 = 0, breakAddress: Int64 = 0, result: Int64) -> Int? {
            AllocationWatch.refusedBytes(asked: asked, breakAddress: breakAddress, result: result)
        }
        #expect(refused(asked: 4096, result: 0x7f00_0000_0000) == nil)
        #expect(refused(asked: 4096, result: -Int64(ENOMEM)) == 4096)
        #expect(refused(asked: 4096, result: -Int64(EINVAL)) == nil)
        #expect(refused(breakAddress: 0x5000, result: 0x5000) == nil)
        #expect(refused(breakAddress: 0x5000, result: 0x3000) == 0x2000)
    }

    @Test("A refusal is due to the limit only if the request exceeds it, in whole pages")
    func reasons() {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        func isBeyond(_ bytes: Int, _ dataBytes: Int) -> Bool {
            AllocationWatch.isBeyond(
                Refusal(bytes: bytes, dataBytes: dataBytes), limitBytes: 10 * page + 1)
        }
        #expect(isBeyond(1, 10 * page))
        #expect(isBeyond(2 * page, 9 * page))
        #expect(!isBeyond(page, 9 * page))
        #expect(!isBeyond(1, 9 * page))
        #expect(isBeyond(.max, .max / 2))
    }
}
