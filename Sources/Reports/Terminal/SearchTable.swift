internal import MemoryBudget

extension [Observation] {
    /// Whether all runs completed, so that none is known to have gone over; `false` if there are
    /// none.
    var haveAllCompleted: Bool { !isEmpty && allSatisfy { $0.outcome == .completed } }

    /// The last run if it ended a search for a scale, by an end that says nothing about the budget.
    var lostAtScale: Observation? {
        last.flatMap { [.completed, .overBudget].contains($0.outcome) ? nil : $0 }
    }

    /// The last run if it ended a search for a budget; a run that was too slow under a budget does not,
    /// because it only shows that the budget is too small.
    var lostUnderBudget: Observation? {
        lostAtScale.flatMap {
            $0.kind != .need && [.timedOut, .stalled].contains($0.outcome) ? nil : $0
        }
    }
}

extension Observation {
    /// The failure that ended a search, as words after the strategy's name.
    var searchFailure: String {
        isCheckFailure ? "could not be checked" : outcome.sentence
    }
}

/// The table of a search's runs, grouped by scale or budget: outcome, memory and speed.
struct SearchTable {
    private let rows: [[Observation]]
    private let header: String
    private let unit: String
    private let metric: Metric
    private let label: (Observation) -> String
    private let lost: Observation?

    /// Groups the runs.
    ///
    /// - Parameters:
    ///   - header: The header of the first column.
    ///   - unit: The name of the units; empty if unknown.
    ///   - metric: The searched metric.
    ///   - lost: The failed run that ended the search; `nil` if there is none.
    ///   - position: Returns the group of a run; groups are sorted by it.
    ///   - label: Returns the label of a run's group.
    init(
        _ trials: [Observation], by header: String, unit: String, metric: Metric,
        lost: Observation?, position: (Observation) -> Int, label: @escaping (Observation) -> String
    ) {
        rows = Dictionary(grouping: trials, by: position).sorted { $0.key < $1.key }.map(\.value)
        self.header = header
        self.unit = unit
        self.metric = metric
        self.label = label
        self.lost = lost
    }

    /// Returns the whole report of a search: answer, conditions and table, ending with a newline.
    /// Empty before the first run.
    func report(_ answer: String, _ conditions: [String], width: Int, style: Style) -> String {
        guard !rows.isEmpty else { return "" }
        let head = TextWrap.lines(TerminalText.visible(answer), width: width)
            .map { style.paint($0, .strong) }
        return
            (head + TextWrap.lines(conditions, width: width) + [""]
            + lines(width: width, style: style) + legendLines(width: width, style: style)
            + errorLines(width: width, style: style))
            .joined(separator: "\n") + "\n"
    }

    /// Returns the meaning of the terms that the table uses.
    private func legendLines(width: Int, style: Style) -> [String] {
        let trials = rows.flatMap(\.self)
        let isBound = rows.contains { finished($0).isEmpty }
        let items = [
            trials.contains(where: \.isUndecided) ? "inconclusive: too close to the budget" : nil,
            isBound ? "≥: stopped early; the real peak is higher" : nil,
            "major faults: page faults that read the disk",
        ]
        return [""]
            + TextWrap.lines(items.compactMap(\.self), width: width).map {
                style.paint($0, .faint)
            }
    }

    /// Returns the standard error of the run that ended the search, which is stored nowhere else.
    private func errorLines(width: Int, style: Style) -> [String] {
        guard let tail = lost?.stderrTail.map(ErrorText.tail), !tail.isEmpty else { return [] }
        let lines = tail.split(separator: "\n").flatMap { line in
            let line = TerminalText.visible(String(line))
            return TextWidth.columns(line) <= width - 4
                ? [line] : TextWrap.lines(line, width: width - 4)
        }
        return ["", "standard error ended with:"]
            + lines.map { style.paint("    " + $0, .faint) }
    }

    /// Returns the lines of the table.
    private func lines(width: Int, style: Style) -> [String] {
        let rates = rows.compactMap(speed)
        let rate = Figures.RateUnit(for: rates)
        let memory = Figures.MemoryUnit(
            for: rows.flatMap { $0.compactMap { $0.bytes(of: metric).map(Double.init) } })
        let unit = TextWrap.cut(unit.isEmpty ? "units" : unit, width: Table.unitWidth)
        let columns = [
            Table.Column(header: header), Table.Column(header: "runs", spareRank: 1),
            Table.Column(header: "outcome", alignment: .left),
            Table.Column(header: "\(metric.title), \(memory.name)"),
            Table.Column(header: "\(rate.prefix) \(unit)/s".trimmed),
            Table.Column(header: "time", spareRank: 2),
            Table.Column(header: "major faults", spareRank: 3),
        ]
        let cells = rows.map { trials in
            Table.Row(cells: [
                Table.Text(label(trials[0])), Table.Text("\(trials.count)"), outcome(trials),
                Table.Text(peak(trials, memory)),
                Table.Text(speed(trials).map(rate.text) ?? ""), Table.Text(time(trials)),
                Table.Text(majorFaults(trials)),
            ])
        }
        let table = Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: cells)])
        return table.terminalLines(width: width, style: style)
    }

    /// Returns the enforcement of the runs, in words.
    static func enforcement(of trials: [Observation]) -> [String] {
        guard let last = trials.last(where: { $0.budget != nil }) else { return [] }
        let tiers = last.enforcement.tiers.map(\.rawValue).joined(separator: " + ")
        let limit = last.enforcement.limitBytes.map { " at \(ByteCount($0))" } ?? ""
        return [tiers.isEmpty ? "not enforced" : tiers + limit]
    }

    /// Returns why results were not compared, or a remark that they were not checked.
    ///
    /// - Parameter reference: The strategy that results are compared with; `nil` if there is none.
    static func checks(of trials: [Observation], with reference: String?) -> [String] {
        let reasons = reference.map { ResultChecks.reasons(in: trials, of: $0) } ?? []
        guard reasons.isEmpty else { return reasons }
        return trials.lackCheck ? [ResultChecks.unchecked] : []
    }

    private func whole(_ trials: [Observation]) -> [Observation] {
        trials.filter { $0.outcome == .completed }
    }

    private func outcome(_ trials: [Observation]) -> Table.Text {
        let undecided = trials.count(where: \.isUndecided)
        let completed = whole(trials).count - undecided
        if completed == trials.count {
            return trials.lackCheck
                ? Table.Text("✓ done, not checked", .caution)
                : Table.Text("✓ done", .good)
        }
        if completed + undecided == trials.count {
            let share = completed > 0 ? ", \(completed) of \(trials.count) done" : ""
            return Table.Text("? inconclusive\(share)", .caution)
        }
        let ends = trials.filter { $0.outcome != .completed }.map(Self.end)
        let words = ends.uniqued().sorted().joined(separator: ", ")
        let share = completed > 0 ? ", \(completed) of \(trials.count) done" : ""
        return Table.Text("✗ \(words)\(share)", completed > 0 ? .caution : .bad)
    }

    /// Returns the end of a trial that did not complete, or whose check failed.
    private static func end(of trial: Observation) -> String {
        trial.isCheckFailure
            ? "check failed" : words[trial.outcome] ?? trial.outcome.rawValue
    }

    private static let words: [Outcome: String] = [
        .overBudget: "over", .wrongResult: "wrong", .crashed: "crashed", .failed: "failed",
        .timedOut: "timed out", .stalled: "stalled", .killedExternally: "killed from outside",
        .unmeasured: "unmeasured",
    ]

    /// Returns the runs that came to their end, with a right or a wrong result.
    private func finished(_ trials: [Observation]) -> [Observation] {
        trials.filter { [.completed, .wrongResult].contains($0.outcome) }
    }

    /// Returns the median of the finished runs, or a lower bound from the others.
    private func peak(_ trials: [Observation], _ unit: Figures.MemoryUnit) -> String {
        let ended = finished(trials)
        let bytes = (ended.isEmpty ? trials : ended).compactMap {
            $0.bytes(of: metric).map(Double.init)
        }
        guard let summary = Summary(bytes) else { return "" }
        return ended.isEmpty ? "≥ \(unit.text(summary.high))" : unit.text(summary.median)
    }

    private func speed(_ trials: [Observation]) -> Double? {
        Summary(
            whole(trials).compactMap { trial in
                if let speed = trial.unitsPerSecond { return speed }
                guard trial.scale.units > 0, trial.wallNanoseconds > 0 else { return nil }
                return Double(trial.scale.units) / (Double(trial.wallNanoseconds) / 1e9)
            })?.median
    }

    private func time(_ trials: [Observation]) -> String {
        let ended = whole(trials)
        let times = (ended.isEmpty ? trials : ended).map { Double($0.wallNanoseconds) }
        return Summary(times).map { TimeSpan.describe(.nanoseconds(Int($0.median))) } ?? ""
    }

    /// Returns the median number of page faults that read the disk.
    private func majorFaults(_ trials: [Observation]) -> String {
        Summary(trials.map { Double($0.majorFaults) }).map { grouped(Int($0.median)) } ?? ""
    }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
