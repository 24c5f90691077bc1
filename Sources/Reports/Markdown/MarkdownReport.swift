package import MemoryBudget
package import RunStore

/// A run as GitHub Markdown, for a repository or a pull request: the content of the terminal report.
package struct MarkdownReport: Sendable {
    private let samples: [Observation: [Sample]]?

    /// Makes a renderer.
    ///
    /// - Parameter charts: The samples that ``SVGReport`` gets, if its files lie beside this one;
    ///   nil, the default, shows no charts.
    package init(charts samples: [Observation: [Sample]]? = nil) {
        self.samples = samples
    }

    /// The whole report; ends with a newline.
    package func text(of run: RunRecord) -> String {
        MarkdownParts(run, samples: samples, isFolded: false, isWhole: true).text(limit: .max)
    }
}

/// The parts of a run's Markdown: what stands first, a section a scenario, and the environment.
struct MarkdownParts {
    private let lead: [String]
    private let sections: [[String]]
    private let foot: [String]

    /// - Parameters:
    ///   - isFolded: Whether everything but the answers is behind a click.
    ///   - isWhole: Whether the raw values are there too.
    init(
        _ run: RunRecord, samples: [Observation: [Sample]]? = nil, isFolded: Bool,
        isWhole: Bool = false
    ) {
        let incomplete = run.finishedAt == nil ? ["**The run did not come to its end.**", ""] : []
        let gate = run.gate.map { ["**\(MarkdownText.escaped($0.sentence.text))**", ""] } ?? []
        lead = incomplete + gate + Self.overview(run, isFolded: isFolded)
        sections = run.scenarios.map { scenario in
            let section = MarkdownSection(scenario: scenario, run: run, samples: samples)
            return isFolded ? section.folded : section.lines(isWhole: isWhole)
        }
        let facts = run.environment.facts + ["membudget \(run.tool.version)"]
        foot = ["<sub>\(MarkdownText.items(facts))</sub>"]
    }

    /// The answers alone, where there are several or the rest is folded.
    private static func overview(_ run: RunRecord, isFolded: Bool) -> [String] {
        guard run.scenarios.count > 1 || isFolded else { return [] }
        return run.scenarios.map {
            "- **\(MarkdownText.escaped($0.name))**: \(MarkdownText.escaped(Answer.text($0)))"
        } + [""]
    }

    /// As many whole sections as fit into so many bytes, and what was left out.
    func text(limit: Int) -> String {
        let whole = Self.joined(lead + sections.flatMap(\.self) + foot)
        if whole.utf8.count <= limit { return whole }
        // The note names fewer the more are kept: it is never longer than for all of them.
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
        "*Cut: \(Figures.plural(count, "scenario")) had no room here; the full report has them.*"
    }

    private static func joined(_ lines: [String]) -> String {
        lines.joined(separator: "\n") + "\n"
    }

    /// Whole lines as long as they fit.
    private static func cut(_ text: String, to limit: Int) -> String {
        let note = "*Cut: the rest had no room here; the full report has it.*\n"
        var kept = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard kept.utf8.count + line.utf8.count + 2 + note.utf8.count <= limit else { break }
            kept += line + "\n"
        }
        return kept + "\n" + note
    }
}
