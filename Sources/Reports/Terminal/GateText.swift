package import RunStore
internal import Judging
internal import MemoryBudget

/// The gate's findings for a terminal: one line per broken rule, and a summary line.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: "runs/a").record()
/// if let gate = run.gate { print(GateText().text(of: gate, paths: [:])) }
/// ```
package struct GateText: Sendable {
    /// The style, which decides about colours.
    package var style: Style
    /// The maximum number of columns; `nil` keeps each finding on one line, as logs need it.
    package var width: Int?

    /// Creates a renderer; by default without colours or wrapping.
    package init(style: Style = .plain, width: Int? = nil) {
        self.style = style
        self.width = width
    }

    /// Returns the lines, ending with a newline.
    ///
    /// - Parameter paths: The files of scenarios by name, which are shown with the rule's line.
    package func text(of gate: GateRecord, paths: [String: String]) -> String {
        let silent: [GateFinding.Result] = [.kept, .unchecked]
        let lines = gate.findings.filter { !silent.contains($0.result) }.map { line($0, paths) }
        return (unchecked(gate) + lines + [sum(of: gate)]).joined(separator: "\n") + "\n"
    }

    /// Returns one line per scenario with unchecked results: a command has one for every cell.
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

    /// Returns words after a mark, with further lines indented.
    private func marked(_ mark: String, _ words: String) -> String {
        let words = TerminalText.visible(words)
        guard let width else { return "\(mark) \(words)" }
        return "\(mark) " + TextWrap.lines(words, width: width - 2).joined(separator: "\n  ")
    }

    /// Returns `gate: 41 rules kept, 1 over; status 1`.
    private func sum(of gate: GateRecord) -> String {
        let kept = gate.findings.count { $0.result == .kept }
        let others = gate.counts.filter { $0.result != .kept }
        let counts =
            (kept > 0 ? ["\(Figures.plural(kept, "rule")) kept"] : [])
            + others.map { "\(grouped($0.count)) \($0.result.name)" }
        let status =
            "status \(gate.exitStatus)" + (gate.isSoftened ? ", exits with 0 (advisory)" : "")
        let words = counts.isEmpty ? "nothing was judged" : counts.joined(separator: ", ")
        let sum = "gate: \(words); \(status)"
        let lines = width.map { TextWrap.lines(sum, width: $0) } ?? [sum]
        return lines.map { style.paint($0, gate.exitStatus == 0 ? .good : .bad) }
            .joined(separator: "\n")
    }

    private static func mark(_ result: GateFinding.Result) -> (String, Table.Tone) {
        switch result {
        case .kept: ("✓", .good)
        case .over, .wrong, .regressed, .improvedRatchet: ("✗", .bad)
        case .unchecked, .improved, .new: ("·", .faint)
        case .inconclusive, .missing, .unproven: ("?", .caution)
        case .crashed, .checkFailed, .timedOut, .unavailable: ("!", .caution)
        }
    }
}
