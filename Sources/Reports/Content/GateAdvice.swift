internal import MemoryBudget
internal import RunStore

/// Advice on how to accept an intended change that fails the gate.
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

    /// The command that updates the baseline.
    private var baseline: AdviceLine? {
        let findings = failing.changes(against: .baseline)
        guard let folder = gate.baseline, !findings.isEmpty else { return nil }
        let program = run.commandLine.first ?? "membudget"
        let command = shellWords(
            [program, "gate"] + paths(of: findings) + ["--update-baseline", folder])
        let first = failing.others.isEmpty ? "" : " once all other rules are kept"
        return AdviceLine(
            "To accept the change\(first), run this where the gate runs and commit the files that it writes:",
            code: command)
    }

    private var base: AdviceLine? {
        let findings = failing.changes(against: .base)
        guard !findings.isEmpty else { return nil }
        return AdviceLine(
            "To accept the change, allow a larger one in \(Figures.list(paths(of: findings))), for example:",
            code: "gate: { baseline: \(allowance(for: findings))% }")
    }

    /// Returns an allowed change in percent that covers all of these, in steps of 10; at least 20.
    private func allowance(for findings: [GateFinding]) -> Int {
        let changes = findings.compactMap { finding -> Double? in
            guard case .change(_, let bytes, let earlier, _) = finding.reason, earlier > 0
            else { return nil }
            return bytes / earlier - 1
        }
        return max(20, Int((changes.max() ?? 0) * 10 + 1) * 10)
    }

    /// The advice to change the limits, which are in scenario files or options.
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
            "To accept what is over its limit, change \(changes.joined(separator: " and ")).",
            code: nil)
    }

    /// Returns `Scenarios/csv-ingest.yaml:22`; `nil` for a rule without a line in a file.
    private func place(of finding: GateFinding) -> String? {
        let path = run.paths[finding.scenario] ?? ""
        return path.isEmpty ? nil : finding.line.map { "\(path):\($0)" }
    }
}

/// An action in words, with the text to type.
struct AdviceLine: Hashable, Sendable {
    /// The words; they end with a colon if there is text to type.
    var words: String
    /// The text to type; `nil` if there is none.
    var code: String?

    init(_ words: String, code: String?) {
        self.words = words
        self.code = code
    }
}
