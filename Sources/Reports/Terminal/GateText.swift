package import RunStore
internal import Judging
internal import MemoryBudget

/// The gate's findings for a terminal: one line per rule that is not kept, and a summary line.
package struct GateText: Sendable {
    /// Whether it is coloured.
    package var style: Style
    /// Columns that no line exceeds; nil leaves every finding on a line of its own, as logs want it.
    package var width: Int?

    /// Creates a renderer; without colours and without a width unless told otherwise.
    package init(style: Style = .plain, width: Int? = nil) {
        self.style = style
        self.width = width
    }

    /// The lines; ends with a newline.
    ///
    /// - Parameter paths: The files of scenarios, by name; a rule is named by its place in them.
    package func text(of gate: GateRecord, paths: [String: String]) -> String {
        let silent: [GateFinding.Result] = [.kept, .unchecked]
        let lines = gate.findings.filter { !silent.contains($0.result) }.map { line($0, paths) }
        return (unchecked(gate) + lines + [sum(of: gate)]).joined(separator: "\n") + "\n"
    }

    /// One line per scenario with unchecked results: every cell of a command has one.
    private func unchecked(_ gate: GateRecord) -> [String] {
        let (mark, tone) = Self.mark(.unchecked)
        return ResultChecks.sentences(gate.findings).map { marked(style.paint(mark, tone), $0) }
    }

    private func line(_ finding: GateFinding, _ paths: [String: String]) -> String {
        let scale = finding.scale.map { "@ \($0)" }
        let subject = [finding.scenario, finding.variant, scale].compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: " ")
        let path = paths[finding.scenario] ?? ""
        let place = finding.line.flatMap { path.isEmpty ? nil : " (\(path):\($0))" } ?? ""
        let (mark, tone) = Self.mark(finding.result)
        let words = "\(subject): \(finding.rule.title): \(finding.sentence)\(place)"
        return marked(style.paint(mark, tone), words)
    }

    /// Words behind a mark, indented below it where they take several lines.
    private func marked(_ mark: String, _ words: String) -> String {
        let words = TerminalText.visible(words)
        guard let width else { return "\(mark) \(words)" }
        return "\(mark) " + TextWrap.lines(words, width: width - 2).joined(separator: "\n  ")
    }

    /// `gate: 41 rules kept, 1 over; status 1`.
    private func sum(of gate: GateRecord) -> String {
        let counts = GateFinding.Result.allCases.compactMap { result -> String? in
            let count = gate.findings.count { $0.result == result }
            guard count > 0 else { return nil }
            return result == .kept
                ? "\(Figures.plural(count, "rule")) kept" : "\(count) \(result.name)"
        }
        let isSoftened =
            gate.isAdvisory && ExitStatus(rawValue: Int32(gate.exitStatus))?.isSoftened == true
        let status = "status \(gate.exitStatus)" + (isSoftened ? ", softened to 0 (advisory)" : "")
        let words = counts.isEmpty ? "nothing was judged" : counts.joined(separator: ", ")
        let sum = "gate: \(words); \(status)"
        let lines = width.map { TextWrap.lines(sum, width: $0) } ?? [sum]
        return lines.map { style.paint($0, gate.exitStatus == 0 ? .good : .bad) }
            .joined(separator: "\n")
    }

    private static func mark(_ result: GateFinding.Result) -> (String, Table.Tone) {
        switch result {
        case .kept: ("✓", .good)
        case .over, .wrong, .regressed: ("✗", .bad)
        case .unchecked, .improved, .new: ("·", .faint)
        case .inconclusive, .missing, .unproven: ("?", .caution)
        case .crashed, .timedOut, .unavailable: ("!", .caution)
        }
    }
}
