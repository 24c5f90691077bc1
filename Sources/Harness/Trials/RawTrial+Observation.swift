package import MemoryBudget
import Processes

/// Describes how a trial ended, for people; reports provide the text.
package typealias EvidenceDescriber = @Sendable (TrialEvidence) -> String

/// The check of a trial's result, read from the artefact outside the measured process.
struct ResultCheck: Sendable {
    /// The digest of the result; `nil` if it was not read.
    var digest: String?
    /// The job's own counts, from the result; `nil` if it was not read.
    var counts: [JobCount]?
    /// The proof that the result is wrong; `nil` if it isn't known to be.
    var disagreement: TrialEvidence.Proof?
    /// The check of a command's result; `nil` if there was none.
    var record: ResultCheckRecord?
    /// The first units that the worker rejected, as one line of JSON each.
    var rejectedLines: [String] = []
}

extension RawTrial {
    /// Returns the observation, with its outcome decided by the evidence, and the readings over
    /// time.
    package func report(describe: EvidenceDescriber) -> TrialReport {
        report(checked: ResultCheck(), describe: describe)
    }

    /// Returns the report with a check of the result: a wrong result is wrong even within the
    /// budget.
    func report(checked check: ResultCheck, describe: EvidenceDescriber) -> TrialReport {
        let evidence = TrialEvidence(check.disagreement ?? proof, progress: progress)
        var report = TrialReport(
            observation: observation(
                Evidence(evidence, detail: describe(evidence)), outcome: evidence.proof.outcome,
                check: check),
            series: samples.series, interruptedBy: interruptedBy,
            heap: heap, end: end,
            rejectedLines: check.rejectedLines)
        if report.observation.stderrTail != nil { report.errorBytes = errorBytes }
        return report
    }

    private func observation(
        _ evidence: Evidence, outcome: Outcome, check: ResultCheck
    ) -> Observation {
        var observation = Observation(
            strategy: specification.strategy, scale: specification.scale,
            kind: specification.kind, index: specification.index, seed: specification.seed,
            startedAt: startedAt, outcome: outcome, evidence: evidence, enforcement: enforcement,
            exit: exitRecord,
            allocator: AllocatorRecord(
                name: specification.allocator, isAttached: gauges.hasAgent,
                version: allocatorVersion),
            wallNanoseconds: max(
                0, tree.endNanoseconds - tree.startNanoseconds - tree.walkNanoseconds),
            userNanoseconds: tree.usage.userNanoseconds,
            systemNanoseconds: tree.usage.systemNanoseconds, majorFaults: tree.usage.majorFaults)
        observation.enforcement.limitHits =
            enforcementEvidence.lazy.compactMap(\.limitHitCount).first
        observation.scenario = specification.scenario
        observation.parameters = specification.parameters
        observation.budget = budget
        observation.processCount = processCount
        observation.processorCount = processorCount
        observation.unprivilegedPrograms = hasRun ? tree.unprivilegedPrograms : nil
        observation.digest = check.digest
        observation.counts = check.counts
        observation.check = check.record
        fillMemory(&observation)
        if let progress {
            observation.unitsDone = progress.unitsDone
            observation.unitsTotal = progress.unitsTotal
            observation.rowsFailed = rejectedCount
            observation.phase = phase
        }
        if outcome == .overBudget, let budget, let judged {
            observation.overshootBytes = max(0, judged.bytes - budget.limit.bytes)
        }
        // A command whose result is judged has succeeded, so its errors are dropped.
        observation.stderrTail = observation.hasResult || errorText.isEmpty ? nil : errorText
        return observation
    }

    private var exitRecord: ExitRecord {
        switch tree.leaderStatus {
        case .exited(let code): ExitRecord(code: code)
        case .signaled(let signal): ExitRecord(signal: Int(signal))
        case nil: ExitRecord()
        }
    }

    private func fillMemory(_ observation: inout Observation) {
        guard hasRun else { return }
        for metric in Metric.allCases {
            observation.quality[metric] = reading(of: metric)?.quality
        }
        observation.peakRSSBytes = reading(of: .peakRSS)?.bytes
        observation.peakRSSLowBytes = reading(of: .peakRSS)?.bytes
        if let peak, !peak.isLowerBound {
            observation.peakRSSHighBytes = peak.highBytes
            observation.counterErrorBytes = peak.process?.counterErrorBytes
        }
        observation.peakProcess = peak?.process.map { "\($0.name) (\($0.id))" }
        observation.peakAnonBytes = reading(of: .peakAnonymous)?.bytes
        observation.peakFileBytes = peakParts?.fileBytes
        observation.peakShmemBytes = peakParts?.shmemBytes
        observation.peakTreeBytes = reading(of: .peakTree)?.bytes
        observation.peakLiveBytes = reading(of: .peakLive)?.bytes
        observation.cgroupPeakBytes = reading(of: .container)?.bytes
        observation.endRSSBytes = tree.leaderEndRSSBytes
        observation.readBytes = tree.usage.readBytes
        observation.writtenBytes = tree.usage.writtenBytes
    }
}
