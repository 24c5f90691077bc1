package import Judging
internal import MemoryBudget

/// Two runs side by side, for a terminal or as Markdown.
package struct ComparisonReport: Sendable {
    private let comparison: RunComparison

    /// Makes a renderer.
    package init(of comparison: RunComparison) {
        self.comparison = comparison
    }

    /// For a terminal; ends with a newline.
    ///
    /// - Parameter width: Columns that no line exceeds; at least 60.
    package func terminalText(style: Style = .plain, width: Int = 100) -> String {
        precondition(width >= 60, "a table needs 60 columns")
        func paragraph(_ text: String, _ tone: Table.Tone) -> [String] {
            TextWrap.lines(TerminalText.visible(text), width: width).map { style.paint($0, tone) }
        }
        let tables = comparison.scenarios.flatMap { scenario in
            paragraph("\(scenario.name): \(scenario.answer)", .strong) + [""]
                + ComparisonTable.table(of: scenario).terminalLines(width: width, style: style)
                + [""]
        }
        let warnings = comparison.warnings.flatMap { paragraph("! \($0)", .caution) }
        return (warnings + tables + paragraph(Self.legend, .faint)).joined(separator: "\n") + "\n"
    }

    /// As GitHub Markdown; ends with a newline.
    package var markdown: String {
        let warnings = comparison.warnings.map { "> ⚠️ " + MarkdownText.escaped($0) + "  " }
        let tables = comparison.scenarios.flatMap { scenario in
            [
                "### " + MarkdownText.escaped(scenario.name), "",
                "**\(MarkdownText.escaped(scenario.answer))**", "",
            ] + ComparisonTable.table(of: scenario).markdownLines() + [""]
        }
        let lines =
            warnings + (warnings.isEmpty ? [] : [""]) + tables
            + ["<sub>\(MarkdownText.escaped(Self.legend))</sub>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let legend =
        "~: its interval holds no change at all · unchanged: not shown to differ by more than"
        + " \(Figures.percent(Gate.thresholdDefault)) and the machine's noise"
        + " · unmeasured: not measured to the end on both sides, and what was reached does not decide"
        + " · ≥: ended early, the real peak is higher"
}

extension ScenarioComparison {
    /// What became of the cells, the bad news first.
    fileprivate var answer: String {
        let words: [Comparison.Word] = [
            .regressed, .unmeasured, .improved, .new, .gone, .unchanged,
        ]
        let counts = words.compactMap { word -> String? in
            let count = cells.count { $0.peak.word == word }
            return count > 0 ? "\(count) \(word.rawValue)" : nil
        }
        return counts.isEmpty ? "nothing to compare" : "peaks: " + counts.joined(separator: ", ")
    }
}
