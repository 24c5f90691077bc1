internal import MemoryBudget

extension [Observation] {
    /// Whether they are runs that all came to their end, so that none is known to have gone over.
    var haveAllCompleted: Bool { !isEmpty && allSatisfy { $0.outcome == .completed } }

    /// The last run if it ended a search for a scale: by an end that says nothing of the limit.
    var lostAtScale: Observation? {
        last.flatMap { [.completed, .overBudget].contains($0.outcome) ? nil : $0 }
    }

    /// The same of a search for a budget, under which a run that is too slow has had too little.
    var lostUnderBudget: Observation? {
        lostAtScale.flatMap {
            $0.kind != .need && [.timedOut, .stalled].contains($0.outcome) ? nil : $0
        }
    }
}

extension Observation {
    /// The failure of the run that ended a search, to stand behind the name of its strategy.
    var searchFailure: String {
        isCheckFailure ? "could not be checked" : outcome.sentence
    }
}

/// The runs of a search, those of one place together: what came of them, how much they held, how fast
/// they were.
struct SearchTable {
    private let rows: [[Observation]]
    private let header: String
    private let unit: String
    private let metric: Metric
    private let label: (Observation) -> String
    private let lost: Observation?

    /// Groups runs.
    ///
    /// - Parameters:
    ///   - header: What the places are.
    ///   - unit: What is counted; empty if it is not known.
    ///   - metric: What was looked at.
    ///   - lost: The run that ended the search by a failure; nil if none did.
    ///   - position: Sorts the places, ascending.
    ///   - label: Names one.
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

    /// The whole report of a search: the answer, its conditions, the table; ends with a newline. Empty
    /// before the first run.
    func report(_ answer: String, _ conditions: [String], width: Int, style: Style) -> String {
        guard !rows.isEmpty else { return "" }
        let head = TextWrap.lines(TerminalText.visible(answer), width: width)
            .map { style.paint($0, .strong) }
        return
            (head + TextWrap.lines(conditions, width: width) + [""]
            + lines(width: width, style: style) + errorLines(width: width, style: style))
            .joined(separator: "\n") + "\n"
    }

    /// The standard error of the run that ended the search, which is kept nowhere else.
    private func errorLines(width: Int, style: Style) -> [String] {
        guard let tail = lost?.stderrTail.map(ErrorText.tail), !tail.isEmpty else { return [] }
        let lines = tail.split(separator: "\n").flatMap { line in
            let line = TerminalText.visible(String(line))
            return TextWidth.columns(line) <= width - 4
                ? [line] : TextWrap.lines(line, width: width - 4)
        }
        return ["", "its standard error ended with:"]
            + lines.map { style.paint("    " + $0, .faint) }
    }

    /// The lines of the table.
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
                Table.Text(faults(trials)),
            ])
        }
        let table = Table(
            groupHeader: "", columns: columns, groups: [Table.Group(label: "", rows: cells)])
        return table.terminalLines(width: width, style: style)
    }

    /// What limited the runs, for people.
    static func enforcement(of trials: [Observation]) -> [String] {
        guard let last = trials.last(where: { $0.budget != nil }) else { return [] }
        let tiers = last.enforcement.tiers.map(\.rawValue).joined(separator: " + ")
        let limit = last.enforcement.limitBytes.map { " at \(ByteCount($0))" } ?? ""
        return [tiers.isEmpty ? "not enforced" : tiers + limit]
    }

    /// That results were not checked, if so, and why they were not compared.
    ///
    /// - Parameter reference: The strategy that results are compared with; nil if they aren't.
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
        let kept = whole(trials).count - undecided
        if kept == trials.count {
            return trials.lackCheck
                ? Table.Text("✓ kept, not checked", .caution) : Table.Text("✓ kept", .good)
        }
        if kept + undecided == trials.count {
            let share = kept > 0 ? ", \(kept) of \(trials.count) kept" : ""
            return Table.Text("? undecided\(share)", .caution)
        }
        let ends = trials.filter { $0.outcome != .completed }.map(Self.end)
        let words = ends.uniqued().sorted().joined(separator: ", ")
        let share = kept > 0 ? ", \(kept) of \(trials.count) kept" : ""
        return Table.Text("✗ \(words)\(share)", kept > 0 ? .caution : .bad)
    }

    /// The end of a trial that did not complete, or whose result nobody knows.
    private static func end(of trial: Observation) -> String {
        trial.isCheckFailure
            ? "check failed" : words[trial.outcome] ?? trial.outcome.rawValue
    }

    private static let words: [Outcome: String] = [
        .overBudget: "over", .wrongResult: "wrong", .crashed: "crashed", .failed: "failed",
        .timedOut: "timed out", .stalled: "stalled", .killedExternally: "killed from outside",
        .unmeasured: "unmeasured",
    ]

    /// The median of the runs that came to their end, or how much the others held at least.
    private func peak(_ trials: [Observation], _ unit: Figures.MemoryUnit) -> String {
        let ended = whole(trials)
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

    /// What was given back and had to be read again.
    private func faults(_ trials: [Observation]) -> String {
        Summary(trials.map { Double($0.majorFaults) }).map { grouped(Int($0.median)) } ?? ""
    }
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
