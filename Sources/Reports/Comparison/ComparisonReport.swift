package import Judging
internal import MemoryBudget
package import RunStore

/// A report of two runs side by side, for a terminal, as Markdown or as JSON.
///
/// ```swift
/// import Judging
/// import RunStore
/// let base = try RunDirectory(reading: "runs/a").record()
/// let head = try RunDirectory(reading: "runs/b").record()
/// let report = ComparisonReport(of: RunComparison(of: base, against: head))
/// print(report.terminalText(width: 80))
/// ```
package struct ComparisonReport: Sendable {
    private let comparison: RunComparison

    /// Creates a report of a comparison.
    package init(of comparison: RunComparison) {
        self.comparison = comparison
    }

    /// Returns the report for a terminal, ending with a newline.
    ///
    /// - Parameter width: The maximum number of columns of a line; at least 60.
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

    /// The report as GitHub Markdown, ending with a newline.
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

    /// Returns the report as JSON, with the keys of `Documentation/JSON.md`: indented, keys sorted,
    /// numbers in full precision, ending with a newline.
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
        "~: noise may explain the change (for peaks, its interval includes zero)"
        + " · unchanged: no change shown beyond \(Figures.percent(Gate.thresholdDefault)) and the"
        + " machine's noise"
        + " · unmeasured: stopped by the budget or incomplete on a side, or measured by different metrics"
        + " · ≥: stopped early; the real peak is higher"
}

private struct ComparisonDocument: Encodable {
    let schema = "membudget.comparison/1"
    let warnings: [String]
    let scenarios: [ScenarioComparison]
}

extension RunDifference {
    /// `csv-ingest: budget: 32.0 MiB before, 64.0 MiB now`; `nil` if both read the same.
    fileprivate var sentence: String? {
        func change(_ subject: String, _ base: String, _ head: String) -> String? {
            base == head ? nil : "\(subject): \(base) before, \(head) now"
        }
        func limit(_ bytes: Int?) -> String { bytes.map { "\(ByteCount($0))" } ?? "none" }
        return switch self {
        case .unfinished(let build): "the run of the \(build.rawValue) is not finished"
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
    /// The change: `+12.4 %`; with `~` if its interval includes zero.
    var text: String {
        guard let figure, let low, let high else { return word.rawValue }
        return figure + (low <= 0 && high >= 0 ? " ~" : "")
    }

    /// The change of a speed; with `~` if noise alone may explain it.
    var speedText: String {
        guard let figure else { return word.rawValue }
        return figure + (word == .unchanged ? " ~" : "")
    }

    private var figure: String? {
        change.map { "\($0 < 0 ? "−" : "+")\(fixed(abs($0) * 100, 1)) %" }
    }
}

extension Comparison.Word {
    /// Returns the word after a number of cells.
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
    /// The counts of cells by kind of change, problems first.
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
