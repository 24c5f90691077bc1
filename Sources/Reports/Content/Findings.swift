package import Judging
internal import MemoryBudget
package import RunStore

extension RunRecord {
    /// The record with what it stores beside figures: sentences of doubts about growth, and what changes are
    /// worth.
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

    /// The findings of the gate; of a run that only measured, those by the verdicts of its cells.
    var findings: [GateFinding] {
        if let gate { return gate.findings }
        let index = RunIndex(self)
        return verdictFindings.map { GateFinding($0, in: index) }
    }

    /// Without what another build did of them, which is compared with and not judged.
    var headScenarios: [ScenarioRecord] {
        scenarios.filter { $0.build == .head }
    }

    /// The findings that call for an action, the most severe first; in their order otherwise.
    var problems: [GateFinding] {
        findings.filter(\.result.isShown).mostSevereFirst
    }

    /// The scenario that a finding is about.
    func scenario(of finding: GateFinding) -> ScenarioRecord? {
        scenarios.first { $0.name == finding.scenario }
    }
}

extension GateFinding.Result {
    /// Whether other programs are told of it: what calls for an action, and what nothing proved.
    var isShown: Bool { severity > .none || self == .unproven }
}

extension Gate {
    /// The record of the gate that a run keeps.
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
    /// A finding with its sentence.
    ///
    /// - Parameter run: What was judged.
    init(_ finding: Finding, in run: RunIndex) {
        self.init(
            scenario: finding.scenario, variant: finding.variant, scale: finding.scale,
            rule: finding.rule, result: finding.result,
            sentence: FindingSentence(finding, in: run).text, reason: finding.reason,
            measured: finding.measured, limit: finding.limit, line: finding.line)
    }

    /// `csv-ingest: streamed at 160k`.
    var place: String {
        let at = scale.map { " at \($0)" } ?? ""
        return variant.isEmpty && at.isEmpty
            ? scenario : "\(scenario): \(variant.isEmpty ? "everything" : variant)\(at)"
    }
}

extension [GateFinding] {
    /// By severity; in their order otherwise.
    var mostSevereFirst: [GateFinding] {
        GateFinding.Severity.allCases.reversed().flatMap { severity in
            filter { $0.result.severity == severity }
        }
    }
}
