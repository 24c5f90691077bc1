package import Judging
internal import MemoryBudget
package import RunStore

/// A run as GitHub Markdown, with the content of the terminal report.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: "runs/a").record()
/// print(MarkdownReport().text(of: run))
/// ```
package struct MarkdownReport: FileRenderer, ConsoleRenderer {
    package let name = "markdown"
    package let medium = Medium.text
    package let fileNames = ["report.md"]

    /// Creates a renderer.
    package init() {}

    /// Returns the whole report, ending with a newline.
    package func text(of source: ReportSource) -> String {
        MarkdownParts(source, isFolded: false, isWhole: true).text(limit: .max)
    }

    /// Returns the report of a run without charts and profiles.
    package func text(of run: RunRecord) -> String {
        text(of: ReportSource(run: run, samples: [:]))
    }

    package func text(of run: RunRecord, style: Style) -> String { text(of: run) }

    package func text(of comparison: RunComparison, style: Style) -> String {
        ComparisonReport(of: comparison).markdown
    }

    package func files(of source: ReportSource) -> [ReportFile] { file(text(of: source)) }
}

/// The parts of a run's Markdown: the answers, one section per scenario, and the environment.
struct MarkdownParts {
    private let lead: [String]
    private let sections: [[String]]
    private let foot: [String]

    /// - Parameters:
    ///   - isFolded: Whether everything but the answers is folded.
    ///   - isWhole: Whether raw values and profiles are included.
    init(_ source: ReportSource, isFolded: Bool, isWhole: Bool = false) {
        let run = source.run
        let incomplete = run.finishedAt == nil ? ["**The run is not finished.**", ""] : []
        let gate = GateAnswer(run).map(Self.lines) ?? []
        lead = incomplete + gate + Self.overview(run, isFolded: isFolded)
        sections = run.reportedViews.map { scenario in
            let section = MarkdownSection(scenario: scenario, source: source)
            return isFolded ? section.folded : section.lines(isWhole: isWhole)
        }
        let facts = run.environment.facts + ["membudget \(run.tool.version)"] + run.remedies
        foot = ["<sub>\(MarkdownText.items(facts))</sub>"]
    }

    /// Returns the answer of a gate, with advice.
    private static func lines(of gate: GateAnswer) -> [String] {
        let table = gate.changes.map { $0.markdownLines() + [""] } ?? []
        let failures = gate.failures.map { "- " + MarkdownText.escaped($0.text) }
        let list = failures.isEmpty ? [] : failures + [""]
        let advice = gate.advice.flatMap { line in
            [MarkdownText.escaped(line.words), ""]
                + (line.code.map { MarkdownText.fenced($0) + [""] } ?? [])
        }
        return ["**\(MarkdownText.escaped(gate.lead.text))**", ""]
            + gate.ordered(changes: table, failures: list)
            + advice
    }

    /// Returns the answers alone, if there are several or the rest is folded.
    private static func overview(_ run: RunRecord, isFolded: Bool) -> [String] {
        guard run.scenarios.count > 1 || isFolded else { return [] }
        return run.reportedViews.map {
            "- **\(MarkdownText.escaped($0.name))**: \(MarkdownText.escaped(Answer.text($0)))"
        } + [""]
    }

    /// Returns the sections that fit into this many bytes, with a note about the others.
    func text(limit: Int) -> String {
        let whole = Self.joined(lead + sections.flatMap(\.self) + foot)
        if whole.utf8.count <= limit { return whole }
        // The note for all sections is the longest that can occur.
        let note = self.note(leavingOut: sections.count)
        var free = limit - Self.joined(lead + [note, ""] + foot).utf8.count
        guard free >= 0 else { return Self.cut(Self.joined(lead), to: limit) }
        let kept = sections.prefix { section in
            free -= Self.joined(section).utf8.count
            return free >= 0
        }
        let last = [self.note(leavingOut: sections.count - kept.count), ""]
        return Self.joined(lead + kept.flatMap(\.self) + last + foot)
    }

    private func note(leavingOut count: Int) -> String {
        "*Cut: \(Figures.plural(count, "scenario")) did not fit here; the full report has them.*"
    }

    private static func joined(_ lines: [String]) -> String {
        lines.joined(separator: "\n") + "\n"
    }

    /// Returns the lines that fit, with a note.
    private static func cut(_ text: String, to limit: Int) -> String {
        let note = "*Cut: the rest did not fit here; the full report has it.*\n"
        var kept = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard kept.utf8.count + line.utf8.count + 2 + note.utf8.count <= limit else { break }
            kept += line + "\n"
        }
        return kept + "\n" + note
    }
}

/// One scenario in Markdown.
private struct MarkdownSection {
    let scenario: ScenarioView
    let source: ReportSource

    private var context: ScenarioContext { ScenarioContext(scenario: scenario) }

    /// Returns the heading, answer, charts, tables and remarks.
    func lines(isWhole: Bool) -> [String] {
        [
            "### " + MarkdownText.escaped(context.title), "",
            "**\(MarkdownText.escaped(Answer.text(scenario)))**", "",
            MarkdownText.items(context.conditions), "",
        ] + charts + tables + (isWhole ? profiles + rawValues : [])
    }

    /// The same content, folded, without the answer that already stands above.
    var folded: [String] {
        let title = MarkdownText.inMarkup(context.title)
        return ["<details><summary>\(title)</summary>", ""]
            + [MarkdownText.items(context.conditions), ""] + tables + ["</details>", ""]
    }

    private var charts: [String] {
        source.hasChartFiles ? Charts(scenario, source.samples).all.flatMap(link) : []
    }

    private func link(_ chart: Chart) -> [String] {
        let path = Charts.path(chart, of: scenario, in: source.run)
        return ["![\(MarkdownText.escaped(chart.title))](\(path))", ""]
    }

    /// The profiles of the profiled cells, folded except for the first.
    private var profiles: [String] {
        let profiles = CellProfile.all(of: scenario, among: source.profiles)
        guard !profiles.isEmpty else { return [] }
        return ["#### What held the memory", ""]
            + profiles.enumerated().flatMap { index, profile in
                let title = MarkdownText.inMarkup(profile.title)
                let start = "<details\(index == 0 ? " open" : "")><summary>\(title)</summary>"
                let charts = source.hasChartFiles ? profile.charts.flatMap(link) : []
                return [start, ""] + Self.lines(of: profile.view, hasCharts: !charts.isEmpty)
                    + charts + ["</details>", ""]
            }
    }

    private static func lines(of view: ProfileView, hasCharts: Bool) -> [String] {
        let legend = view.sites?.legend.map { ["<sub>\(MarkdownText.escaped($0))</sub>", ""] }
        // The chart already shows both.
        let caption = hasCharts && view.breakdown != nil ? nil : view.memoryCaption
        let memory = hasCharts ? nil : view.breakdown?.table
        return ["**\(MarkdownText.escaped(view.headline))**", ""]
            + [MarkdownText.items(view.conditions), ""] + table(view.sites?.table) + (legend ?? [])
            + (caption.map { [MarkdownText.escaped($0), ""] } ?? []) + table(memory)
            + table(view.maps?.table)
    }

    private var tables: [String] {
        let tables = ScenarioTables(of: scenario, gate: source.run.gate)
        let remarks = context.remarks.map { "- " + MarkdownText.emphasised($0) }
        let legend = MarkdownText.items(context.legend)
        return tables.all.flatMap { title, table in
            (tables.needTitles ? ["#### \(title)", ""] : []) + Self.table(table)
        } + (remarks.isEmpty ? [] : remarks + [""])
            + (legend.isEmpty ? [] : ["<sub>\(legend)</sub>", ""])
    }

    private var rawValues: [String] {
        let parts = [
            ("Raw values", RawTable.table(of: scenario)),
            ("Rejected input", RejectedTable.table(of: scenario)),
        ]
        return parts.flatMap { title, table in
            table.map {
                ["<details><summary>\(title)</summary>", ""] + $0.markdownLines()
                    + ["", "</details>", ""]
            } ?? []
        }
    }

    private static func table(_ table: Table?) -> [String] {
        table.map { $0.markdownLines() + [""] } ?? []
    }
}
