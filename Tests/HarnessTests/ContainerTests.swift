import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite("The container metric")
struct ContainerTests {
    private func limits(_ enforcement: Enforcement, metric: Metric = .container) -> TrialLimits {
        TrialLimits(
            budget: Budget(metric: metric, limit: .mebibytes(64)), enforcement: enforcement)
    }

    private func parent(_ files: FakeCgroups) throws -> CgroupParent {
        try CgroupParent(files: files, owner: HarnessIdentity(process: 77, startTicks: 123))
    }

    // MARK: Enforcement

    @Test(
        "A cgroup limited to the budget enforces the container metric, without a watchdog",
        arguments: ["auto", "cgroup"])
    func armed(request: String) throws {
        let parent = try parent(FakeCgroups.version2())
        let mechanisms = EnforcementMechanisms.all(cgroups: CgroupSource { .success(parent) })
        let plan = try EnforcementPlan(
            limits: limits(Enforcement(rawValue: request)), mechanisms: mechanisms)
        defer { plan.remove() }
        #expect(plan.record.tiers == [.cgroupV2] && plan.record.limitBytes == 64 << 20)
        #expect(plan.watchedBudget == nil)
        #expect(plan.armed.allSatisfy { !$0.growsWithTree })
    }

    @Test(
        "Other enforcements can't measure the metric and are refused with a remedy",
        arguments: ["watchdog", "rlimit", "off"])
    func refused(request: String) throws {
        let error = #expect(throws: MachineError.self) {
            try EnforcementPlan(limits: limits(Enforcement(rawValue: request)))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.description.contains("with --enforce \(request)") == true)
        #expect(error?.description.contains("use --enforce cgroup") == true)
    }

    @Test("Without cgroups the metric is refused, and never replaced by resident memory")
    func unavailable() async throws {
        let nothing = CgroupSource { .failure(EnforcementUnavailable(reason: "read-only")) }
        let error = await #expect(throws: MachineError.self) {
            try await measureCommand(["/bin/true"], limits: limits(.auto), cgroups: nothing)
        }
        #expect(error?.code == .unavailable)
        let text = error?.description ?? ""
        #expect(
            text.hasPrefix("the container metric can't be measured") && text.contains("read-only"))
        #expect(text.contains("--metric peak-rss") && !text.contains("--enforce watchdog"))
    }

    // MARK: Trials

    @Test("A group reads its charge before a killed process is gone, and keeps it as evidence")
    func noted() throws {
        let files = FakeCgroups.version2()
        let group = try parent(files).makeGroup(limitBytes: 64 << 20)
        defer { group.remove() }
        files.set("\(group.path)/memory.events.local", "oom 0\noom_kill 0\n")
        files.set(
            "\(group.path)/memory.stat", "anon 4096\nfile 65011712\nshmem 65011712\nkernel 8192\n")
        group.noteEnd()
        #expect(group.evidence(isContainer: true).killedParts == nil)
        files.set("\(group.path)/memory.events.local", "oom 1\noom_kill 1\n")
        group.noteEnd()
        files.set("\(group.path)/memory.stat", "anon 0\nfile 0\nshmem 0\nkernel 4096\n")
        let evidence = group.evidence(isContainer: true)
        #expect(
            evidence.killedParts
                == ChargeParts(
                    anonBytes: 4096, shmemBytes: 65_011_712, fileBytes: 0, kernelBytes: 8192))
        // Linux before 5.19 has no memory.peak, but still kills at the limit.
        #expect(evidence.chargePeakBytes == nil)
        let trial = trial(evidence)
        #expect(
            trial.proof
                == .kernelKill(
                    chargeBytes: 64 << 20, limitBytes: 64 << 20, parts: evidence.killedParts))
    }

    private func trial(_ evidence: CgroupEvidence) -> RawTrial {
        var trial = RawTrial(
            specification: TrialSpecification(
                command: Command(["/bin/true"], environment: [:]), limits: limits(.cgroup),
                directory: "/tmp", strategy: "true",
                scale: ScaleRecord(Scale(units: 1), inputBytes: nil)),
            startedAt: "", enforcement: EnforcementRecord(requested: .cgroup))
        trial.enforcementEvidence = [evidence]
        trial.stopReason = .leaderEnded
        trial.tree.hasExecuted = true
        trial.tree.leaderStatus = .exited(code: 0)
        trial.processCount = 2
        return trial
    }

    @Test("A successful trial is within, even a page above its limit or with more resident memory")
    func within() {
        let counters = CgroupCounters(killCount: 0, peakBytes: (64 << 20) + 4096)
        var trial = trial(
            CgroupEvidence(counters: counters, limits: [64 << 20], isContainer: true))
        trial.samples.peakRSSBytes = 90 << 20
        let observation = trial.report(describe: describe).observation
        #expect(observation.outcome == .completed && observation.budget?.metric == .container)
        #expect(observation.bytes(of: .container) == (64 << 20) + 4096)
        #expect(observation.quality[.container] == .exact)
    }

    @Test("Without a high-water mark the charge is sampled; without readings nothing is judged")
    func sampled() {
        let evidence = CgroupEvidence(
            counters: CgroupCounters(), limits: [64 << 20], isContainer: true)
        var trial = trial(evidence)
        #expect(trial.proof == .metricNotRead(metric: .container))
        trial.samples.peakChargeBytes = 12 << 20
        let observation = trial.report(describe: describe).observation
        #expect(observation.outcome == .completed)
        #expect(observation.cgroupPeakBytes == 12 << 20)
        #expect(observation.quality[.container] == .sampled)
    }

    @Test("A watcher keeps the highest charge and shows the latest, but never ends a tree for it")
    func watched() {
        var watcher = Watcher(Watcher.Settings(), startNanoseconds: 0)
        let latest = LatestMemory(budget: Budget(metric: .container, limit: ByteCount(100)))
        for (index, charge) in [80, 120, 40].enumerated() {
            var round = WatchRound(residents: Residents(processCount: 1, largestBytes: 7))
            round.slow = SlowReading(chargeBytes: charge)
            #expect(watcher.step(round, at: index).isEmpty)
            latest.note(round, by: watcher)
        }
        #expect(watcher.readings.peakChargeBytes == 120)
        #expect(
            latest.value
                == TrialMoment.Memory(
                    metric: .container, currentBytes: 40, peakBytes: 120, limitBytes: 100,
                    residentBytes: 7))
    }

    // MARK: This machine

    @Test(
        "Shared memory that fills a container is over, and reported if traced",
        .enabled(if: Machine.hasCgroups), .timeLimit(.minutes(1)), arguments: [true, false])
    func sharedMemory(traces: Bool) async throws {
        var limits = TrialLimits(
            budget: Budget(metric: .container, limit: .mebibytes(16)), traces: traces)
        limits.enforcement = .auto
        let report = try await measure("shmem", "64", limits: limits)
        expectEnd(report, .overBudget, .cgroup)
        guard case .kernelKill(_, let limit, let parts) = report.observation.evidence.figures?.proof
        else {
            Issue.record("not killed by the kernel")
            return
        }
        #expect(limit == 16 << 20)
        // Without tracing, nothing may be left to read when the kill is noticed.
        if traces {
            let shared = try #require(parts?.shmemBytes)
            #expect(shared > 12 << 20 && shared <= 17 << 20, "\(parts.debugDescription)")
        }
        #expect(report.observation.bytes(of: .container) ?? 0 > 15 << 20)
    }

    @Test(
        "Anonymous memory that fills a container is reported as such",
        .enabled(if: Machine.hasCgroups), .timeLimit(.minutes(1)))
    func anonymousMemory() async throws {
        let report = try await measure(
            "touch", "64",
            limits: TrialLimits(budget: Budget(metric: .container, limit: .mebibytes(16))))
        expectEnd(report, .overBudget, .cgroup)
        guard case .kernelKill(_, _, let parts) = report.observation.evidence.figures?.proof else {
            Issue.record("not killed by the kernel")
            return
        }
        #expect(try #require(parts?.anonBytes) > 12 << 20)
        #expect(parts?.shmemBytes ?? 0 < 1 << 20)
    }
}
