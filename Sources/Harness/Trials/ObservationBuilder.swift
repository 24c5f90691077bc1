import Glibc
import MemoryBudget

/// Turns what a trial left behind into its observation.
struct ObservationBuilder {
    let specification: TrialSpecification
    let plan: EnforcementPlan
    let page: GaugePage
    let tree: TreeResult
    let samples: SampledReadings
    let errorText: String
    let ending: Ending?
    /// How many processes the tree had, in all.
    let processCount: Int
    let startedAt: String

    /// The observation, with its outcome decided.
    func report() -> TrialReport {
        let gauges = page.read()
        var observation = Observation(
            strategy: specification.strategy, scale: specification.scale,
            kind: specification.kind, index: specification.index, seed: specification.seed,
            startedAt: startedAt, outcome: .unmeasured, evidence: Evidence(.lost, ""),
            enforcement: plan.finalRecord, exit: exitRecord,
            allocator: AllocatorRecord(
                name: specification.allocator, isAttached: gauges.hasAgent,
                version: page.readAllocatorVersion()),
            wallNanoseconds: max(0, tree.endNanoseconds - tree.startNanoseconds),
            userNanoseconds: tree.usage.userNanoseconds,
            systemNanoseconds: tree.usage.systemNanoseconds, majorFaults: tree.usage.majorFaults)
        fillMemory(&observation, gauges)
        fillProgress(&observation, gauges)
        let metric = judgedMetric
        observation.budget = specification.limits.budget.map {
            BudgetRecord(Budget(metric: metric, limit: $0.limit))
        }
        let classification = Classification(end(of: observation, metric: metric))
        observation.outcome = classification.outcome
        observation.evidence = classification.evidence
        fillOvershoot(&observation, metric)
        let signal = ending == .interrupted ? lastSignal() : nil
        return TrialReport(
            observation: observation, series: samples.series, interruptedBy: signal)
    }

    /// With a metric that follows the tree, the tree's peak from the second process on.
    private var judgedMetric: Metric {
        if specification.limits.followsTree, processCount > 1 { return .peakTree }
        return specification.limits.budget?.metric ?? .peakRSS
    }

    private var exitRecord: ExitRecord {
        switch tree.leaderStatus {
        case .exited(let code): ExitRecord(code: code)
        case .signaled(let signal): ExitRecord(signal: Int(signal))
        case nil: ExitRecord()
        }
    }

    private func fillMemory(_ observation: inout Observation, _ gauges: GaugeReading) {
        guard tree.hasExecuted || tree.untracedPeakBytes != nil, tree.launchFailure == nil else {
            return
        }
        if let peak = tree.peak(sampled: samples.peakRSSBytes) {
            observation.peakRSSBytes = peak.bytes
            observation.quality[.peakRSS] = peak.isExact ? .exact : .lowerBound
            observation.peakProcess = peak.process.map { "\($0.name) (\($0.id))" }
        }
        fillSampled(&observation)
        if gauges.hasAgent {
            observation.peakLiveBytes = gauges.peakLiveBytes
            observation.quality[.peakLive] = .sampled
        }
        observation.cgroupPeakBytes = plan.cgroup.map { $0.evidence().peakBytes }
        observation.endRSSBytes = tree.leaderEndRSSBytes
        observation.readBytes = tree.usage.readBytes
        observation.writtenBytes = tree.usage.writtenBytes
        observation.processCount = processCount
    }

    /// What was read at intervals, and at each exit stop; what never was stays nil.
    private func fillSampled(_ observation: inout Observation) {
        let ends = tree.processes.filter { $0.peakRSSBytes != nil }
        func highest(_ sampled: Int, _ peak: KeyPath<TracedProcess, Int>) -> Int {
            ends.reduce(sampled) { max($0, $1[keyPath: peak]) }
        }
        if samples.peakRSSBytes > 0 || !ends.isEmpty {
            observation.peakAnonBytes = highest(samples.peakAnonymousBytes, \.peakAnonymousBytes)
            observation.quality[.peakAnonymous] = .sampled
        }
        if samples.hasSplit || !ends.isEmpty {
            observation.peakFileBytes = highest(samples.peakFileBytes, \.peakFileBytes)
            observation.peakShmemBytes = highest(samples.peakShmemBytes, \.peakShmemBytes)
        }
        if processCount > 1 || specification.limits.budget?.metric == .peakTree {
            // A tree holds at least what its largest process held.
            observation.peakTreeBytes = max(
                samples.peakTreeBytes, observation.peakRSSBytes ?? 0)
            observation.quality[.peakTree] = .lowerBound
        }
    }

    private func fillProgress(_ observation: inout Observation, _ gauges: GaugeReading) {
        guard gauges.hasWorker else { return }
        observation.unitsDone = gauges.unitsDone
        observation.unitsTotal = gauges.unitsTotal > 0 ? gauges.unitsTotal : nil
        observation.rowsFailed = gauges.unitsFailed
        observation.phase = page.readPhase()
    }

    private func end(of observation: Observation, metric: Metric) -> TrialEnd {
        TrialEnd(
            ending: ending, launchFailure: tree.launchFailure, leaderStatus: tree.leaderStatus,
            processes: tree.processes, cgroup: plan.cgroup?.evidence(),
            dataLimitBytes: plan.dataLimitBytes, errorText: errorText,
            budget: specification.limits.budget,
            isContainer: plan.record.requested == .cgroup,
            judgedBytes: observation.bytes(of: metric), judgedMetric: metric,
            isExact: observation.quality[metric] == .exact, timeout: specification.limits.timeout,
            progress: progressText(observation))
    }

    private func progressText(_ observation: Observation) -> String {
        guard let done = observation.unitsDone, done > 0 else { return "" }
        guard let total = observation.unitsTotal else { return " after \(grouped(done)) units" }
        let percent = fixed(100 * Double(done) / Double(total), 0)
        return " after \(percent) % of the input (\(grouped(done)) of \(grouped(total)))"
    }

    private func fillOvershoot(_ observation: inout Observation, _ metric: Metric) {
        if observation.outcome == .overBudget, let budget = specification.limits.budget,
            let bytes = observation.bytes(of: metric)
        {
            observation.overshootBytes = max(0, bytes - budget.limit.bytes)
        }
        let endedWell = observation.outcome == .completed
        observation.stderrTail = endedWell || errorText.isEmpty ? nil : errorText
    }
}
