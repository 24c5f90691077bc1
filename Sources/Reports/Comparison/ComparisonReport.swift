package import Judging
internal import MemoryBudget
package import RunStore

/// Two runs side by side, for a terminal, as Markdown or as JSON.
package struct ComparisonReport: Sendable {
    private let comparison: RunComparison

    /// Creates a renderer.
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
        let warnings = self.warnings.flatMap { paragraph("! \($0)", .caution) }
        return (warnings + tables + paragraph(Self.legend, .faint)).joined(separator: "\n") + "\n"
    }

    /// As GitHub Markdown; ends with a newline.
    package var markdown: String {
        let warnings = self.warnings.map { "> ⚠️ " + MarkdownText.escaped($0) + "  " }
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

    /// As JSON, each key of which is documented in `Documentation/JSON.md`: indented, keys sorted,
    /// numbers in full precision; ends with a newline.
    package func json() throws(RunStoreError) -> String {
        do {
            let document = ComparisonDocument(warnings: warnings, scenarios: comparison.scenarios)
            return String(decoding: try JSONText.pretty(document), as: UTF8.self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "comparison", reason: "it cannot be encoded: \(error)")
        }
    }

    private var warnings: [String] { comparison.differences.compactMap(\.sentence) }

    private static let legend =
        "~: its interval holds no change at all; of a speed, noise may explain it · unchanged: not shown to differ by more than"
        + " \(Figures.percent(Gate.thresholdDefault)) and the machine's noise"
        + " · unmeasured: not measured to the end on both sides (what was reached does not decide), or by"
        + " another metric"
        + " · ≥: ended early, the real peak is higher"
}

private struct ComparisonDocument: Encodable {
    let schema = "membudget.comparison/1"
    let warnings: [String]
    let scenarios: [ScenarioComparison]
}

extension RunDifference {
    /// `csv-ingest: budget: 32.0 MiB before, 64.0 MiB now`; nil if both print alike.
    fileprivate var sentence: String? {
        func change(_ subject: String, _ base: String, _ head: String) -> String? {
            base == head ? nil : "\(subject): \(base) before, \(head) now"
        }
        func limit(_ bytes: Int?) -> String { bytes.map { "\(ByteCount($0))" } ?? "none" }
        return switch self {
        case .unfinished(let build): "the \(build.rawValue) did not come to its end"
        case .machine(let difference): difference.sentence
        case .metric(let name, let base, let head):
            change("\(name): metric", base.rawValue, head.rawValue).map {
                $0 + "; peaks of different metrics are not compared"
            }
        case .data(let name, let base, let head): change("\(name): data", base.text, head.text)
        case .limit(let name, let base, let head):
            change("\(name): budget", limit(base), limit(head))
        }
    }
}

extension ScenarioData {
    /// `csv-rows seed 42 rows=10`.
    fileprivate var text: String {
        switch self {
        case .none: return "none"
        case .input(let path): return path
        case .own(let data): return data.words
        case .generated(let dataset):
            let settings = dataset.parameters.sorted { $0.key < $1.key }
                .map { " \($0.key)=\($0.value)" }
            return "\(dataset.kind) seed \(dataset.seed)\(settings.joined())"
        }
    }
}

extension Comparison {
    /// The change, `+12.4 %`; with `~` if its interval holds no change at all.
    var text: String {
        guard let figure, let low, let high else { return word.rawValue }
        return figure + (low <= 0 && high >= 0 ? " ~" : "")
    }

    /// The same of a speed; with `~` if noise alone may explain it.
    var speedText: String {
        guard let figure else { return word.rawValue }
        return figure + (word == .unchanged ? " ~" : "")
    }

    private var figure: String? {
        change.map { "\($0 < 0 ? "−" : "+")\(fixed(abs($0) * 100, 1)) %" }
    }
}

extension Comparison.Word {
    /// The word as it is printed after a number of peaks.
    fileprivate func counted(_ count: Int) -> String {
        switch self {
        case .wrong: count == 1 ? "wrong result" : "wrong results"
        case .uncheckable:
            count == 1 ? "result that can't be checked" : "results that can't be checked"
        default: rawValue
        }
    }
}

extension ScenarioComparison {
    /// The counts of cells by their change, the bad news first.
    fileprivate var answer: String {
        let words: [Comparison.Word] = [
            .wrong, .regressed, .uncheckable, .unmeasured, .improved, .new, .gone, .unchanged,
        ]
        let counts = words.compactMap { word -> String? in
            let count = cells.count { $0.peak.word == word }
            return count > 0 ? "\(grouped(count)) \(word.counted(count))" : nil
        }
        guard !counts.isEmpty else { return "nothing to compare" }
        let isUnchecked = cells.contains { cell in
            [cell.base, cell.head].contains { $0?.isResultChecked == false }
        }
        return "peaks: " + counts.joined(separator: ", ")
            + (isUnchecked ? " (\(ResultChecks.unchecked))" : "")
    }
}
