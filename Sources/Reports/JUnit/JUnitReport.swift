internal import MemoryBudget
package import RunStore

/// A run as JUnit XML, for tools that show tests: one suite per scenario, one case per strategy and
/// scale.
///
/// It is valid under both the Jenkins and the Ant schema: of several findings about one case, the
/// most severe is its failure, and the text lists all.
package struct JUnitReport: FileRenderer {
    package let name = "junit"
    package let medium = Medium.markup
    package let fileNames = ["junit.xml"]

    /// Creates a renderer.
    package init() {}

    /// Returns the whole document, ending with a newline.
    package func text(of run: RunRecord) -> String {
        let suites = run.headScenarios.enumerated().map { suite($1, number: $0, of: run) }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + Markup.block("testsuites", [:], suites).source + "\n"
    }

    package func files(of source: ReportSource) -> [ReportFile] {
        file(text(of: source.run))
    }

    private func suite(_ scenario: ScenarioRecord, number: Int, of run: RunRecord) -> Markup {
        let cases = JUnitCase.cases(of: scenario, run.findings, isGated: run.gate != nil)
        func count(_ kind: JUnitCase.Ending.Kind) -> String {
            String(cases.count { $0.ending?.kind == kind })
        }
        let properties = JUnitReport.properties(scenario, run).map { name, value in
            Markup.element("property", ["name": name, "value": value])
        }
        let children =
            [Markup.block("properties", [:], properties)] + cases.map { $0.markup }
            + [.element("system-out", [:], Answer.text(run.view(of: scenario)))]
            + [.element("system-err", [:], JUnitOutput.text(of: scenario))]
        return .block(
            "testsuite",
            [
                "name": Self.token(scenario.name), "id": String(number), "package": "membudget",
                // The Ant schema wants no time zone; it is UTC.
                "timestamp": String(run.startedAt.prefix(19)), "hostname": "localhost",
                "tests": String(cases.count), "failures": count(.failure),
                "errors": count(.error), "skipped": count(.skipped),
                "time": fixed(cases.reduce(0) { $0 + $1.seconds }, 3),
            ], children)
    }

    /// Returns a printable name, which is never blank.
    static func token(_ text: String) -> String {
        let shown = TerminalText.visible(text)
        return Markup.text(shown).source.allSatisfy(\.isWhitespace) ? "unnamed" : shown
    }

    /// Returns the conditions and the figures of every cell, since cases may not have properties.
    private static func properties(
        _ scenario: ScenarioRecord, _ run: RunRecord
    ) -> [(String, String)] {
        let budget = scenario.budget.map {
            [("budget_metric", $0.metric.rawValue), ("budget_limit_bytes", "\($0.limit.bytes)")]
        }
        let head =
            [("membudget_version", run.tool.version)] + (budget ?? [])
            + run.environment.facts.enumerated().map { ("environment_\($0 + 1)", $1) }
        return head + scenario.cells.flatMap(figures)
    }

    private static func figures(of cell: CellRecord) -> [(String, String)] {
        let (reading, summary) = (cell.reading, cell.summary)
        let figures: [(name: String, value: Double?, decimals: Int)] = [
            ("judged_bytes", reading.peak, 0), ("at_least_bytes", reading.atLeast, 0),
            ("peak_rss_bytes", reading.peakRSS, 0), ("floor_rss_bytes", cell.floorRSSBytes, 0),
            ("need_rss_bytes", cell.needRSSBytes.map(Double.init), 0),
            ("units_per_second", summary?.unitsPerSecond, 3),
            ("wall_ns", summary?.wallNanoseconds, 0),
        ]
        let subject = token(JUnitCase.name(of: cell))
        let check = cell.isResultChecked.map { [("\(subject) result_checked", "\($0)")] } ?? []
        return check
            + figures.compactMap { name, value, decimals in
                value.map { ("\(subject) \(name)", fixed($0, decimals)) }
            }
    }
}
