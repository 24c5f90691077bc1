internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The sentences below a row of the table, about what its figures don't show.
struct CellNotes {
    let cell: CellRecord
    let scenario: ScenarioView

    /// The notes on how the cell ended and what it needs; empty if all went well.
    var all: [Table.Text] {
        let problems = [
            Outcome.wrongResult, .crashed, .failed, .timedOut, .stalled, .killedExternally,
            .unmeasured,
        ]
        return [over].compactMap(\.self) + problems.compactMap(problem)
            + [disagreement, profileProblem, undecided, unread, idleControl, reclaim].compactMap(
                \.self)
    }

    private func trials(_ outcome: Outcome) -> [Observation] {
        cell.measured.filter { $0.outcome == outcome }
    }

    // MARK: Over budget

    private var over: Table.Text? {
        let trials = trials(.overBudget)
        guard !trials.isEmpty else { return need.map { Table.Text($0) } }
        let ways = trials.map(\.evidence.kind).uniqued().map { kind in
            let own = trials.filter { $0.evidence.kind == kind }
            return share(own) + ended(own, by: kind) + (kind == .exactPeak ? "" : progress(own))
        }
        let parts = ways + [others(besides: trials), holder, need].compactMap(\.self)
        return Table.Text(parts.joined(separator: "; "))
    }

    /// Returns the peaks of the completed trials; `nil` if none completed.
    private func others(besides over: [Observation]) -> String? {
        let completed = trials(.completed)
        let values = completed.compactMap { $0.bytes(of: scenario.metric).map(Double.init) }
        guard let low = values.min(), let high = values.max() else { return nil }
        let isRest = completed.count + over.count == cell.measured.count
        let who =
            !isRest
            ? share(completed)
            : completed.count == 1 ? "the other " : "the other \(completed.count) "
        return "\(who)peaked at \(Figures.bytes(low, high))"
    }

    /// Returns `killed at 32.0 MiB`, or another way in which the excess was found.
    private func ended(_ trials: [Observation], by kind: Evidence.Kind) -> String {
        let readings = trials.compactMap { $0.bytes(of: scenario.metric) }.sorted()
        guard let low = readings.first, let high = readings.last else { return "went over" }
        let peak = Figures.bytes(Double(low), Double(high))
        return "\(kind.overBudgetWords(of: scenario.metric)) \(peak)"
            + (kind == .exactPeak ? excess(high) : "") + charged(trials)
    }

    /// Returns ` (charged: 30.1 MiB tmpfs and shared memory, 1.2 MiB anonymous)` of the first
    /// trial; empty unless the kernel killed it.
    private func charged(_ trials: [Observation]) -> String {
        let parts = trials.lazy.compactMap { $0.evidence.figures?.proof.killedParts }.first
        let kinds = parts.map { ChargeWords($0).list } ?? ""
        return kinds.isEmpty ? "" : " (charged: \(kinds))"
    }

    private func excess(_ bytes: Int) -> String {
        guard let budget = cell.budget, bytes > budget.limit.bytes else { return "" }
        return ", \(ByteCount(bytes - budget.limit.bytes)) over"
    }

    /// Returns `, 37 % done`; empty without a unit count.
    private func progress(_ trials: [Observation]) -> String {
        let counts = trials.compactMap(\.unitsDone).sorted()
        guard let least = counts.first, let most = counts.last else { return "" }
        let total = trials.lazy.compactMap(\.unitsTotal).first ?? cell.scale.units
        let unit = scenario.unit.isEmpty ? "units" : scenario.unit
        guard total > 0 else {
            let name = least == most ? named(unit, for: most) : unit
            return ", \(span(least, most)) \(name) done"
        }
        let shares = [least, most].map { Double($0) / Double(total) }
        return ", \(Figures.percent(shares[0], shares[1])) done"
    }

    private func span(_ low: Int, _ high: Int) -> String {
        let ends = [low, high].map(Figures.count)
        return ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])"
    }

    /// `47 % ± 6 % of its live memory was held by CSVIngest.loadAll (LoadAll.swift:34)`; `nil`
    /// without a profiled trial.
    private var holder: String? {
        guard let profiled = cell.profiled else { return nil }
        guard let holder = cell.holder else {
            return "it is unknown what held its memory: the profiled trial left no profile"
        }
        guard !holder.explainsTooLittle else {
            let share = Figures.percent(holder.explainedShare ?? 0)
            return
                "malloc explains only \(share) of its anonymous and shared memory, so no holder is"
                + " named"
        }
        guard let sentence = HolderWords(holder).sentence else { return nil }
        return profiled.heapMoment == .end ? sentence : "at its peak " + sentence
    }

    private var need: String? {
        guard let need = cell.need else { return expectedNeed }
        guard !need.isCensored, let bytes = need.bytes(of: scenario.metric) else {
            return needFailure(need)
        }
        return "needs \(ByteCount(bytes))\(speed(of: need))"
    }

    /// Returns ` (90.1 k rows/s)`, or the duration if the unit is not named.
    private func speed(of need: Observation) -> String {
        guard let speed = cell.needUnitsPerSecond else { return "" }
        return scenario.unit.isEmpty
            ? " (\(Figures.duration(Double(need.wallNanoseconds))))"
            : " (\(Figures.rate(speed, scenario.unit)))"
    }

    private func needFailure(_ need: Observation) -> String {
        guard need.outcome == .overBudget, let bytes = need.bytes(of: scenario.metric) else {
            return "its need is unknown: the trial without a budget \(need.outcome.sentence)"
                + " (\(need.evidence.detail))"
        }
        let expected = cell.needEstimate.map { ": about \(extrapolated($0))" } ?? ""
        return
            "needs more than \(ByteCount(bytes)), where the trial without a budget was stopped\(expected)"
    }

    /// The need of a cell whose unbudgeted trial was skipped because it would take too much memory.
    private var expectedNeed: String? {
        if let estimate = cell.needEstimate { return "needs about \(extrapolated(estimate))" }
        let smaller = scenario.cells(of: cell.variant).last {
            $0.scale.units < cell.scale.units && $0.need?.outcome == .overBudget
        }
        guard let smaller, let bytes = smaller.need?.bytes(of: scenario.metric) else { return nil }
        return "needs more than \(ByteCount(bytes)), where \(scenario.label(of: smaller.scale))"
            + " were stopped"
    }

    /// Returns `139.0 GiB (130.2–150.1 GiB, extrapolated from 1k–4k files)`.
    private func extrapolated(_ estimate: NeedEstimate) -> String {
        let range = Figures.bytes(Double(estimate.lowBytes), Double(estimate.highBytes))
        let ends = [estimate.fromScales.first, estimate.fromScales.last].compactMap(\.self)
        let unit = scenario.unit.isEmpty ? "" : " " + scenario.unit
        return "\(ByteCount(estimate.bytes)) (\(range), extrapolated from"
            + " \(ends.joined(separator: "–"))\(unit))"
    }

    // MARK: Everything else

    private func problem(_ outcome: Outcome) -> Table.Text? {
        let trials = trials(outcome)
        guard let first = trials.first else { return nil }
        // Then the check failed, not the command.
        let end = first.isCheckFailure ? "" : "\(outcome.sentence): "
        var text = "\(share(trials))\(end)\(first.evidence.detail)"
        // The evidence of a single trial includes its progress; that of several is added here.
        let isTold =
            trials.count == 1 && EvidenceText.isProgressTold(by: first.evidence.kind, outcome)
            && first.unitsTotal != nil && first.unitsDone ?? 0 > 0
        if outcome != .wrongResult, !isTold { text += progress(trials) }
        if let line = first.lastErrorLine { text += "; stderr: \(line)" }
        if let file = first.stderrFile { text += " (all of it: \(file) in the run)" }
        return Table.Text(text, outcome == .wrongResult ? .bad : .plain)
    }

    private var disagreement: Table.Text? {
        cell.disagreement.map { Table.Text(ResultWords.sentence($0), .caution) }
    }

    /// The end of a profiled trial if no measured trial ended that way; not part of the verdict.
    private var profileProblem: Table.Text? {
        guard let profiled = cell.profiled, profiled.outcome != .completed,
            profiled.outcome != .overBudget, trials(profiled.outcome).isEmpty
        else { return nil }
        return Table.Text(
            "the profiled trial, which is not judged, \(profiled.outcome.sentence):"
                + " \(profiled.evidence.detail)")
    }

    private var undecided: Table.Text? {
        let trials = cell.measured.filter(\.isUndecided)
        guard let doubt = CounterDoubt(trials) else { return nil }
        return Table.Text("\(share(trials))may have peaked at \(doubt.high): \(doubt.reason)")
    }

    private var unread: Table.Text? {
        guard let budget = cell.budget, cell.verdict == .unmeasured,
            !cell.measured.isEmpty, cell.measured.allSatisfy({ $0.outcome == .completed })
        else { return cell.measured.isEmpty ? Table.Text("was not run") : nil }
        return Table.Text("\(budget.metric.title) could not be read, so there is no verdict")
    }

    private var idleControl: Table.Text? {
        guard cell.role == .control, cell.verdict == .within,
            cell.scale.units == scenario.scales.last?.units
        else { return nil }
        return Table.Text(
            "the budget is too large to stop the control, so the run is inconclusive",
            .caution)
    }

    /// A remark that a cgroup limit slowed completed trials down; `nil` if it didn't.
    private var reclaim: Table.Text? {
        ReclaimSentence(trials(.completed)).text.map { Table.Text($0) }
    }

    /// Returns `2 of 3 trials `; empty if it is all trials.
    private func share(_ trials: [Observation]) -> String {
        let all = cell.measured.count
        return trials.count == all ? "" : "\(trials.count) of \(all) trials "
    }
}

extension Evidence.Kind {
    /// Returns the words before the reading of a trial that went over its budget: `killed at`.
    func overBudgetWords(of metric: Metric) -> String {
        switch self {
        case .watchdog: "killed at"
        case .cgroup where metric == .container: "killed by the kernel at"
        // A kernel limit counts something other than the metric; the last reading is not a peak.
        case .cgroup: "killed by the kernel, last read"
        case .allocationRefused: "refused more memory at"
        case .exactPeak: "peaked at"
        default: "went over at"
        }
    }
}

extension Outcome {
    /// The outcome as the end of a sentence.
    var sentence: String {
        switch self {
        case .completed: "completed"
        case .overBudget: "went over its budget"
        case .wrongResult: "gave a wrong result"
        case .crashed: "crashed"
        case .failed: "failed"
        case .timedOut: "timed out"
        case .stalled: "stalled"
        case .killedExternally: "was killed from outside"
        case .unmeasured: "could not be measured"
        }
    }
}

extension Observation {
    /// The evidence of the end, and the line of standard error that names the error.
    var failureDetail: String {
        evidence.detail + (lastErrorLine.map { "; stderr: \($0)" } ?? "")
    }

    /// The line of standard error that names the error, cut to 160 columns; `nil` without one.
    var lastErrorLine: String? {
        stderrTail.flatMap(ErrorText.line).map { TextWrap.cut($0, width: 160) }
    }
}

extension Figures {
    /// Returns a speed without its unit name, for a narrow column: `90.1 k/s`.
    static func shortRate(_ rate: Double) -> String {
        let scale = RateUnit(for: [rate])
        return "\(scale.brief(rate))\(scale.prefix.isEmpty ? "" : " " + scale.prefix)/s"
    }

    /// Returns a speed in words with three significant figures: `90.1 k rows/s`.
    static func rate(_ rate: Double, _ unit: String) -> String {
        let scale = RateUnit(for: [rate])
        let name = unit.isEmpty ? "units" : unit
        return "\(scale.brief(rate)) \(scale.prefix.isEmpty ? "" : scale.prefix + " ")\(name)/s"
    }
}
