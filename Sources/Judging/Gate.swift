package import MemoryBudget
package import RunStore

/// The gate of a run, which judges every rule of its scenarios without side effects.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: ".membudget/runs/today").record()
/// for finding in Gate(scenarios: []).findings(of: run) {
///     print(finding.variant, finding.rule, finding.result)
/// }
/// ```
package struct Gate: Sendable {
    /// The scenarios as they were run, including changes by the command line.
    package var scenarios: [Scenario]
    /// The reference for judging changes.
    package var reference: Reference
    /// Whether improvements beyond the threshold also fail, until the baseline is updated.
    package var isRatchet: Bool

    /// The relative change that is tolerated if a scenario doesn't specify one.
    package static let thresholdDefault = 0.05

    /// A reference for judging changes.
    package enum Reference: Sendable {
        /// No reference: changes aren't judged.
        case none
        /// Committed baselines; if they are required, a missing one fails the gate.
        case baselines(BaselineFolder, isRequired: Bool)
        /// The base's trials in the same run.
        case base
    }

    /// Creates a gate.
    package init(scenarios: [Scenario], reference: Reference = .none, isRatchet: Bool = false) {
        self.scenarios = scenarios
        self.reference = reference
        self.isRatchet = isRatchet
    }

    /// Returns the findings of a run, in the order of scenarios, strategies and scales.
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
    /// Returns the noise of a machine: measured if available, or else typical.
    static func of(_ environment: EnvironmentRecord) -> GrowthNoise {
        environment.noiseFloor?.growthNoise ?? .typical
    }

    /// Returns the relative difference that two readings of equal programs stay within in 19 of 20
    /// cases.
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
