package import MemoryBudget
package import RunStore

/// Holds a run to what its scenarios promise: pure, a finding a rule.
package struct Gate: Sendable {
    /// As they were run: what the command line changed is changed.
    package var scenarios: [Scenario]
    /// The peaks that changes are judged against.
    package var reference: Reference
    /// Whether an improvement beyond the threshold fails too, until the baseline is updated.
    package var isRatchet: Bool

    /// The tolerated change where a scenario doesn't say.
    package static let thresholdDefault = 0.05

    /// The peaks that changes are judged against.
    package enum Reference: Sendable {
        /// Nothing: changes aren't judged.
        case none
        /// Committed baselines; if they are required, one that is missing is not green.
        case baselines(BaselineFolder, isRequired: Bool)
        /// The trials that the base's workers did in the same run.
        case base
    }

    /// Creates a gate.
    package init(scenarios: [Scenario], reference: Reference = .none, isRatchet: Bool = false) {
        self.scenarios = scenarios
        self.reference = reference
        self.isRatchet = isRatchet
    }

    /// The findings of a run, in the order of scenarios, strategies and scales.
    package func findings(of run: RunRecord) -> [Finding] {
        let found = scenarios.flatMap { findings(of: $0, in: run) }
        guard case .base = reference, let scenario = scenarios.first,
            !found.contains(where: { $0.rule == .baseline && $0.measured != nil })
        else { return found }
        return [Finding(missing: .nothingCompared, in: scenario)] + found
    }

    private func findings(of scenario: Scenario, in run: RunRecord) -> [Finding] {
        guard let head = run.scenario(scenario.name) else {
            return [Finding(missing: .notRun, in: scenario)]
        }
        let isLast = scenario.name == scenarios.last?.name
        let records = [head, run.scenario(scenario.name, of: .base)].compactMap(\.self)
        let isCutShort =
            run.finishedAt == nil && (isLast || records.contains { $0.lacksTrials })
        let cut = isCutShort ? [Finding(missing: .unfinished, in: scenario)] : []
        return cut
            + ScenarioJudge(
                scenario: scenario, record: head, noise: .of(run.environment),
                wallShare: run.environment.noiseFloor?.wallShare ?? NoiseRecord.typicalWallShare,
                earlier: earlier(head, in: run), isRatchet: isRatchet
            ).findings
    }

    private func earlier(_ record: ScenarioRecord, in run: RunRecord) -> EarlierPeaks {
        switch reference {
        case .none:
            return .none
        case .base:
            return .base(run.scenario(record.name, of: .base))
        case .baselines(let folder, let isRequired):
            let environment = EnvironmentClass(of: record, in: run.environment)
            return .baseline(
                BaselineState(
                    record: folder.record(of: record.name, in: environment),
                    environment: environment.name, others: folder.classes(of: record.name),
                    emptyFolder: folder.isEmpty ? folder.path : nil),
                isRequired: isRequired)
        }
    }
}

extension GrowthNoise {
    /// The noise of a machine: as it was measured, or what is typical.
    static func of(_ environment: EnvironmentRecord) -> GrowthNoise {
        environment.noiseFloor?.growthNoise ?? .typical
    }

    /// How far two readings of equal programs lie apart 19 times out of 20, as a share.
    func difference(of bytes: Double) -> Double {
        differenceBytes(of: bytes) / bytes
    }
}

extension ScenarioRecord {
    /// Whether a cell has fewer measured trials than were planned.
    fileprivate var lacksTrials: Bool {
        cells.contains { $0.measured.count < trials }
    }
}
