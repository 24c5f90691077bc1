package import MemoryBudget
package import RunStore

/// Holds a run to what its scenarios promise: pure, a finding a rule.
package struct Gate: Sendable {
    /// As they were run: what the command line changed is changed.
    package var scenarios: [Scenario]
    /// What changes are judged against.
    package var reference: Reference
    /// Whether an improvement beyond the threshold fails too, until the baseline is updated.
    package var isRatchet: Bool

    /// What the tolerated change is where a scenario doesn't say.
    package static let thresholdDefault = 0.05

    /// What changes are judged against.
    package enum Reference: Sendable {
        /// Nothing: changes aren't judged.
        case none
        /// Committed baselines; if they are required, one that is missing is not green.
        case baselines(BaselineFolder, isRequired: Bool)
        /// The trials that the base's workers did in the same run.
        case base
    }

    /// Makes a gate.
    package init(scenarios: [Scenario], reference: Reference = .none, isRatchet: Bool = false) {
        self.scenarios = scenarios
        self.reference = reference
        self.isRatchet = isRatchet
    }

    /// What is found of a run, in the order of scenarios, strategies and scales.
    package func findings(of run: RunRecord) -> [GateFinding] {
        let found = scenarios.flatMap { findings(of: $0, in: run) }
        guard case .base = reference, let scenario = scenarios.first,
            !found.contains(where: { $0.rule == .baseline && $0.measured != nil })
        else { return found }
        return [Findings(scenario).missing("nothing at all was compared with the base")] + found
    }

    private func findings(of scenario: Scenario, in run: RunRecord) -> [GateFinding] {
        func record(_ build: Build) -> ScenarioRecord? {
            run.scenarios.first { $0.name == build.name(of: scenario.name) }
        }
        guard let head = record(.head) else {
            return [Findings(scenario).missing("it was not run")]
        }
        let isLast = scenario.name == scenarios.last?.name
        let isCutShort =
            run.finishedAt == nil
            && (isLast || [head, record(.base)].contains { $0?.lacksTrials ?? false })
        let cut =
            isCutShort
            ? [Findings(scenario).missing("the run ended before every trial was run")] : []
        return cut
            + ScenarioJudge(
                scenario: scenario, record: head, noise: .of(run.environment),
                earlier: earlier(head, in: run), isRatchet: isRatchet
            ).findings
    }

    /// What a run's gate keeps of it.
    package func record(of run: RunRecord, isAdvisory: Bool) -> GateRecord {
        let findings = findings(of: run)
        var baseline: (folder: String?, isRequired: Bool) = (nil, false)
        if case .baselines(let folder, let isRequired) = reference {
            baseline = (folder.path, isRequired)
        }
        return GateRecord(
            findings: findings, exitStatus: Int(ExitStatus(findings).rawValue),
            isAdvisory: isAdvisory, baseline: baseline.folder,
            isBaselineRequired: baseline.isRequired, isRatchet: isRatchet)
    }

    private func earlier(_ record: ScenarioRecord, in run: RunRecord) -> EarlierPeaks {
        switch reference {
        case .none:
            return .none
        case .base:
            let name = Build.base.name(of: record.name)
            return .base(run.scenarios.first { $0.name == name })
        case .baselines(let folder, let isRequired):
            let environment = EnvironmentClass(of: record, in: run.environment)
            return .baseline(
                BaselineState(
                    record: folder.record(of: record.name, in: environment),
                    environment: environment.name, others: folder.classes(of: record.name)),
                isRequired: isRequired)
        }
    }
}

extension ExitStatus {
    /// What findings call for: what could not be measured wins over every verdict, then over over
    /// regressed over undecided. No finding at all is nothing to be green about.
    package init(_ findings: [GateFinding]) {
        let results = Set(findings.map(\.result))
        let ranks: [(Set<GateFinding.Result>, ExitStatus)] = [
            ([.crashed], .crashed), ([.timedOut], .timedOut), ([.unavailable], .unavailable),
            ([.over, .wrong], .overBudget), ([.regressed], .regressed),
            ([.inconclusive, .missing], .inconclusive),
        ]
        let worst = ranks.first { !$0.0.isDisjoint(with: results) }?.1
        self = worst ?? (results.isEmpty ? .inconclusive : .success)
    }

    /// Whether `--advisory` makes a success of it: a verdict, never a failure to measure.
    package var isSoftened: Bool {
        [.overBudget, .regressed, .inconclusive].contains(self)
    }
}

extension GrowthNoise {
    /// The noise of a machine: as it was measured, or what is typical.
    static func of(_ environment: EnvironmentRecord) -> GrowthNoise {
        environment.noiseFloor?.growthNoise ?? .typical
    }

    /// How far two readings of equal programs lie apart 19 times out of 20, as a share.
    func difference(of bytes: Double) -> Double {
        1.96 * 2.0.squareRoot() * deviation(of: bytes) / bytes
    }
}

extension ScenarioRecord {
    /// Whether a cell has fewer measured trials than were planned.
    fileprivate var lacksTrials: Bool {
        cells.contains { $0.measured.count < trials }
    }
}
