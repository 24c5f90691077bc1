internal import MemoryBudget
internal import RunStore

/// Advice for a gate that fails on a change that is wanted.
struct GateAdvice {
    let run: RunRecord
    let gate: GateRecord
    let failing: GateFailures

    var lines: [AdviceLine] {
        [baseline, base, limits].compactMap(\.self)
    }

    private func paths(of findings: [GateFinding]) -> [String] {
        let names = findings.map(\.scenario).uniqued()
        let paths = run.paths
        return names.map { name in paths[name].flatMap { $0.isEmpty ? nil : $0 } ?? name }
    }

    /// The command that writes the baseline anew.
    private var baseline: AdviceLine? {
        let findings = failing.changes(against: .baseline)
        guard let folder = gate.baseline, !findings.isEmpty else { return nil }
        let program = run.commandLine.first ?? "membudget"
        let command = shellWords(
            [program, "gate"] + paths(of: findings) + ["--update-baseline", folder])
        let first = failing.others.isEmpty ? "" : " once everything else is kept"
        return AdviceLine(
            "To accept the change\(first), run this where the gate runs and commit what it writes:",
            code: command)
    }

    private var base: AdviceLine? {
        let findings = failing.changes(against: .base)
        guard !findings.isEmpty else { return nil }
        return AdviceLine(
            "To accept the change, allow a larger one in \(Figures.list(paths(of: findings))), for example:",
            code: "gate: { baseline: \(allowance(for: findings))% }")
    }

    /// A change in percent that all of these keep, in tens; 20 at least.
    private func allowance(for findings: [GateFinding]) -> Int {
        let changes = findings.compactMap { finding -> Double? in
            guard case .change(_, let bytes, let earlier, _) = finding.reason, earlier > 0
            else { return nil }
            return bytes / earlier - 1
        }
        return max(20, Int((changes.max() ?? 0) * 10 + 1) * 10)
    }

    /// The lines of the scenarios, and the options of the command line, that hold the limits.
    private var limits: AdviceLine? {
        let over = failing.others.filter { $0.result == .over }
        let lines = over.compactMap(place).uniqued()
        let options = over.compactMap(\.option).uniqued()
        let changes = [
            lines.isEmpty ? nil : "the limit in \(Figures.list(lines))",
            options.isEmpty ? nil : Figures.list(options),
        ].compactMap(\.self)
        guard !changes.isEmpty else { return nil }
        return AdviceLine(
            "To allow what is over, change \(changes.joined(separator: " and ")).", code: nil)
    }

    /// `Scenarios/csv-ingest.yaml:22`; nil for a rule that is at no line of a file.
    private func place(of finding: GateFinding) -> String? {
        let path = run.paths[finding.scenario] ?? ""
        return path.isEmpty ? nil : finding.line.map { "\(path):\($0)" }
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
