internal import MemoryBudget

/// The plan of a run, printed before the first trial.
///
/// ```swift
/// let part = RunPlan.Part(scenario: "csv-ingest", cells: 6, measured: 18, floor: 3)
/// print(PlanText(width: 80).text(of: RunPlan(parts: [part], runDirectory: "runs/a")))
/// ```
package struct PlanText: Sendable {
    /// The style, which decides about colours.
    package var style: Style
    /// The maximum number of columns; at least 60.
    package var width: Int

    /// Creates a renderer; by default without colours, as wide as the style.
    package init(style: Style = .plain, width: Int? = nil) {
        let width = width ?? style.columns
        precondition(width >= 60, "a plan needs 60 columns")
        self.style = style
        self.width = width
    }

    /// Returns the plan, a total and then one line per scenario, ending with a newline.
    package func text(of plan: RunPlan) -> String {
        let head = TextWrap.lines([total(plan)] + conditions(plan), width: width)
            .enumerated().map { style.paint($1, $0 == 0 ? .strong : .plain) }
        let table = plan.parts.count > 1 ? self.table(plan) : []
        return (head + table + absences(plan)).joined(separator: "\n") + "\n"
    }

    private func total(_ plan: RunPlan) -> String {
        let certain = plan.sum(\.measured) + plan.sum(\.floor)
        let floor = plan.sum(\.floor)
        let kinds =
            ["\(grouped(plan.sum(\.measured))) measured"]
            + (floor > 0 ? ["\(grouped(floor)) on an empty input"] : [])
        let names = plan.parts.count == 1 ? " of \(plan.parts[0].scenario)" : ""
        return "plan: \(Figures.plural(certain, "trial")) of"
            + " \(Figures.plural(plan.sum(\.cells), "cell"))\(TerminalText.visible(names))"
            + " (\(kinds.joined(separator: ", ")))"
    }

    /// Returns the trials that run only if needed, with the reason for each kind; empty if there
    /// are none.
    private func possible(_ plan: RunPlan) -> String {
        let kinds = [
            (plan.sum(\.extraAtMost), "if the planned ones don't decide"),
            (plan.sum(\.needAtMost), "without a budget for stopped strategies"),
            (plan.sum(\.profiledAtMost), "with a profiler"),
            (plan.sum(\.edgesAtMost), "near break points"),
        ].filter { $0.0 > 0 }
        guard !kinds.isEmpty else { return "" }
        let parts = kinds.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: ", ")
        return "at most \(grouped(kinds.reduce(0) { $0 + $1.0 })) more: \(parts)"
    }

    private func conditions(_ plan: RunPlan) -> [String] {
        let items = [
            possible(plan), plan.time.map(Self.words) ?? "no time estimate",
            plan.alreadyDone > 0 ? "\(grouped(plan.alreadyDone)) already done" : "",
            disk(plan), "kept in \(TerminalText.visible(plan.runDirectory))",
        ]
        return items.filter { !$0.isEmpty }
    }

    /// Returns `about 45 s`, `at least 9 min`; above two minutes, seconds would be false precision.
    private static func words(_ time: RunPlan.Time) -> String {
        let minutes = Int((time.duration.seconds / 60).rounded())
        let duration =
            minutes < 2
            ? TimeSpan.describe(time.duration)
            : minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
        return "\(time.isLowerBound ? "at least" : "about") \(duration)"
    }

    /// Returns the data to be written, and the free disk space.
    private func disk(_ plan: RunPlan) -> String {
        let writes = [
            plan.datasetBytes > 0 ? "\(ByteCount(plan.datasetBytes)) of datasets to generate" : nil,
            plan.unsizedDatasetCount > 0
                ? "\(Figures.plural(plan.unsizedDatasetCount, "dataset")) of unknown size to generate"
                : nil,
            plan.servedBytes > 0 ? "\(ByteCount(plan.servedBytes)) in a server" : nil,
            plan.resultBytes.map { "at most \(ByteCount($0)) of results at a time" },
        ].compactMap(\.self)
        let free = plan.freeBytes.map { ", \(ByteCount($0)) free" } ?? ""
        let isPresent = plan.datasetBytes == 0 && plan.unsizedDatasetCount == 0
        let present = isPresent ? ["datasets cached"] : []
        return (present + writes).joined(separator: ", ") + (writes.isEmpty ? "" : free)
    }

    private func absences(_ plan: RunPlan) -> [String] {
        plan.unavailable.flatMap { absence in
            let text = "can't run here: \(absence.scenario) \(absence.strategy): \(absence.reason)"
            return TextWrap.lines(TerminalText.visible(text), width: width)
                .map { style.paint($0, .caution) }
        }
    }

    private func table(_ plan: RunPlan) -> [String] {
        let headers = ["cells", "measured", "empty input", "no budget, at most"]
        let rows = plan.parts.map { part in
            let counts = [part.cells, part.measured, part.floor, part.needAtMost]
            return Table.Row(
                cells: [Table.Text(part.scenario)] + counts.map { Table.Text(grouped($0)) })
        }
        let columns =
            [Table.Column(header: "scenario", alignment: .left)]
            + headers.map { Table.Column(header: $0) }
        let table = Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: rows)])
        return table.terminalLines(width: width, style: style)
    }
}

extension RunPlan {
    /// Returns the sum of a count over all scenarios.
    fileprivate func sum(_ key: KeyPath<Part, Int>) -> Int {
        parts.reduce(0) { $0 + $1[keyPath: key] }
    }
}
