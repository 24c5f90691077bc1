internal import MemoryBudget
internal import RunStore

/// Advice for a gate that fails on a change that is wanted.
struct GateAdvice {
    let run: RunRecord
    let gate: GateRecord
    let failing: [GateFinding]

    var lines: [AdviceLine] {
        [baseline, base, limits].compactMap(\.self)
    }

    private func regressed(against source: FindingReason.Earlier) -> [GateFinding] {
        failing.filter { finding in
            EarlierMarks.Mark(finding).map { $0.result == .regressed && $0.source == source }
                ?? false
        }
    }

    private func paths(of findings: [GateFinding]) -> [String] {
        let names = findings.map(\.scenario).uniqued()
        let paths = run.paths
        return names.map { name in paths[name].flatMap { $0.isEmpty ? nil : $0 } ?? name }
    }

    /// The command that writes the baseline anew.
    private var baseline: AdviceLine? {
        let findings = regressed(against: .baseline)
        guard let folder = gate.baseline, !findings.isEmpty else { return nil }
        let program = run.commandLine.first ?? "membudget"
        let command = shellWords(
            [program, "gate"] + paths(of: findings) + ["--update-baseline", folder])
        let isAlone = failing.count == findings.count
        let first = isAlone ? "" : " once everything else is kept"
        return AdviceLine(
            "To accept the change\(first), run this where the gate runs and commit what it writes:",
            code: command)
    }

    private var base: AdviceLine? {
        let findings = regressed(against: .base)
        guard !findings.isEmpty else { return nil }
        return AdviceLine(
            "To accept the change, allow more in \(Figures.list(paths(of: findings))), for example:",
            code: "gate: { baseline: 20% }")
    }

    /// The lines of the scenario that hold the limits.
    private var limits: AdviceLine? {
        let findings = failing.filter { finding in
            finding.result == .over && finding.line != nil
                && !(run.paths[finding.scenario] ?? "").isEmpty
        }
        let places = findings.compactMap { finding in
            finding.line.map { "\(run.paths[finding.scenario] ?? ""):\($0)" }
        }.uniqued()
        guard !places.isEmpty else { return nil }
        return AdviceLine(
            "To allow what is over, change the limit in \(Figures.list(places)).", code: nil)
    }
}

/// Something to do, in words, with the text to be typed.
struct AdviceLine: Hashable, Sendable {
    /// The words, which end in a colon before a code.
    var words: String
    /// The text to be typed; nil where there is nothing to type.
    var code: String?

    init(_ words: String, code: String?) {
        self.words = words
        self.code = code
    }
}
