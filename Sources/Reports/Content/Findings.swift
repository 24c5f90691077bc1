package import Judging
internal import MemoryBudget
package import RunStore

extension RunRecord {
    /// The record with its stored sentences: comparisons of results, doubts about growth, and the
    /// worth of changes.
    package var worded: RunRecord {
        var run = valued
        for scenario in run.scenarios.indices {
            for cell in run.scenarios[scenario].cells.indices {
                run.scenarios[scenario].cells[cell].wordComparisons()
            }
            for strategy in run.scenarios[scenario].strategies.indices {
                run.scenarios[scenario].strategies[strategy].growth?.setDoubts()
                run.scenarios[scenario].strategies[strategy].liveGrowth?.setDoubts()
            }
        }
        return run
    }

    /// The findings of the gate; of a run without a gate, those of its cells' verdicts.
    var findings: [GateFinding] {
        if let gate { return gate.findings }
        let index = RunIndex(self)
        return verdictFindings.map { GateFinding($0, in: index) }
    }

    /// The scenarios of the head build. Those of the base are for comparison only.
    var headScenarios: [ScenarioRecord] {
        scenarios.filter { $0.build == .head }
    }

    /// The findings that call for action, the most severe first, otherwise in their order.
    var problems: [GateFinding] {
        findings.filter(\.result.isShown).mostSevereFirst(by: \.result)
    }

    /// Returns the scenario that a finding is about.
    func scenario(of finding: GateFinding) -> ScenarioRecord? {
        scenarios.first { $0.name == finding.scenario }
    }
}

extension GateFinding.Result {
    /// Whether other programs are told about it: it calls for action, or nothing was proven.
    var isShown: Bool { severity > .none || self == .unproven }
}

extension Gate {
    /// Returns the gate's record that is stored in a run.
    package func record(of run: RunRecord, isAdvisory: Bool) -> GateRecord {
        let findings = findings(of: run)
        let index = RunIndex(run)
        var baseline: (folder: String?, isRequired: Bool) = (nil, false)
        if case .baselines(let folder, let isRequired) = reference {
            baseline = (folder.path, isRequired)
        }
        return GateRecord(
            findings: findings.map { GateFinding($0, in: index) },
            exitStatus: Int(ExitStatus(findings.map(\.result)).rawValue), isAdvisory: isAdvisory,
            baseline: baseline.folder, isBaselineRequired: baseline.isRequired,
            isRatchet: isRatchet)
    }
}

extension GateFinding {
    /// Creates a finding with its sentence.
    ///
    /// - Parameter run: The judged run.
    init(_ finding: Finding, in run: RunIndex) {
        self.init(
            scenario: finding.scenario, variant: finding.variant, scale: finding.scale,
            rule: finding.rule, result: finding.result,
            sentence: FindingSentence(finding, in: run).text, reason: finding.reason,
            measured: finding.measured, limit: finding.limit, line: finding.line,
            option: finding.option)
    }

    /// `csv-ingest: streamed at 160k`.
    var place: String {
        let at = scale.map { " at \($0)" } ?? ""
        return variant.isEmpty && at.isEmpty
            ? scenario : "\(scenario): \(variant.isEmpty ? "everything" : variant)\(at)"
    }
}
