internal import Judging
internal import MemoryBudget
internal import RunStore

/// A finding of the gate in one sentence, without a full stop.
struct FindingSentence {
    private let finding: Finding
    private let run: RunIndex

    /// - Parameter run: The judged run, which holds the trials that findings refer to.
    init(_ finding: Finding, in run: RunIndex) {
        self.finding = finding
        self.run = run
    }

    var text: String {
        switch finding.reason {
        case .notRun: "it was not run"
        case .unfinished: "the run ended before every trial was run"
        case .noCandidate: "no candidate was measured, so nothing was judged"
        case .nothingCompared: "nothing was compared with the base"
        case .unavailable(let cause): "can't run here: \(cause)"
        case .noTrials, .ended, .failed, .resultsDisagree, .unreadableReference, .control,
            .controlNotRun, .verdict:
            trials
        case .noBudget, .peak, .noFloor, .net: memory
        case .noGrowth, .undecidedGrowth, .growth, .rangeGrowth, .noSlope, .slope,
            .refutedSlope:
            growth
        case .incomplete, .otherNotRun, .otherUnmeasured, .singleTrial, .share: ratio
        case .change, .earlierKilled, .baseUnavailable, .notInBase, .baseWrong, .baseUnmeasured,
            .noBaseline, .emptyBaselines, .notInBaseline, .foreignBaseline:
            change
        }
    }

    private var measured: Double { finding.measured ?? 0 }
    private var limit: Double { finding.limit ?? 0 }

    /// The cell of the finding; `nil` for a finding about all scales.
    private var cell: CellRecord? { cell(by: .head) }

    private func cell(by build: Build) -> CellRecord? {
        run.cell(of: finding.scenario, finding.variant, at: finding.scale, by: build)
    }

    // MARK: How the trials ended

    private var trials: String {
        switch finding.reason {
        case .noTrials: "no trial was run"
        case .ended(.stopped): "stopped by its budget"
        case .ended(.verified): "the result is correct"
        case .ended(.unverified): "completed, result not checked"
        case .failed(let outcome, let count, let all): failed(outcome, count: count, of: all)
        case .resultsDisagree(let groups):
            ResultWords.sentence(ResultDisagreement(groups: groups))
        case .unreadableReference(let count, let all): unreadable(count, of: all)
        case .control(.over): "goes over its budget, as a control must"
        case .control(.within):
            "the budget is too large to stop the control at the largest scale"
        case .control(let verdict):
            "a control must go over the budget at the largest scale, but is \(verdict.rawValue)"
        case .controlNotRun(let names): Self.controlNotRun(names)
        case .verdict(let verdict): self.verdict(verdict)
        default: ""
        }
    }

    /// Returns the sentence for controls that were not run; the remarks below the table use it too.
    static func controlNotRun(_ names: [String]) -> String {
        "the control (\(names.joined(separator: ", "))) was not run, so nothing proves that the budget"
            + " stops a job that needs more"
    }

    private func unreadable(_ count: Int, of all: Int) -> String {
        let first = cell?.unreadableResults.first
        let detail =
            first?.check?.finding == .referenceAbsent
            ? "nothing was written to {output}"
            : first?.evidence.detail ?? "the result could not be read"
        return Self.share(count, of: all) + detail + "; no other result could be compared with it"
    }

    private static func share(_ count: Int, of all: Int) -> String {
        count == all ? "" : "\(count) of \(all) trials: "
    }

    private func failed(_ outcome: Outcome, count: Int, of all: Int) -> String {
        let share = count == all ? "" : "\(count) of \(all) trials "
        let first =
            cell?.measured.first { $0.outcome == outcome }
            ?? cell?.need.flatMap {
                $0.outcome == outcome ? $0 : nil
            }
        if let first, first.isCheckFailure {
            return Self.share(count, of: all) + first.evidence.detail
        }
        if first == nil, let edge = failedEdge { return share + edge.sentence }
        return share + outcome.sentence + (first.map { ": \($0.evidence.detail)" } ?? "")
    }

    /// The failed run near a break point that the finding is about; `nil` for other findings.
    private var failedEdge: FailedEdgeRecord? {
        let strategy = run.strategy(of: finding.scenario, finding.variant)
        return strategy?.failedEdges?.first { $0.scale.label == finding.scale }
    }

    /// Returns the notes below the cell's row in the report's table.
    private func verdict(_ verdict: Verdict) -> String {
        guard let scenario = run.scenario(finding.scenario), let cell else {
            return verdict.rawValue
        }
        let notes = CellNotes(cell: cell, scenario: scenario).all.map(\.text)
            .joined(separator: "; ")
        let limit = cell.budget.map { "\($0.limit) \($0.metric.title)" } ?? ""
        switch finding.result {
        case .over: return "over \(limit)" + (notes.isEmpty ? "" : ": \(notes)")
        case .kept where cell.reading.peak != nil:
            return "\(Figures.bytes(cell.reading.peak ?? 0)) of \(limit)"
        default: return notes.isEmpty ? "\(verdict.rawValue), budget \(limit)" : notes
        }
    }

    // MARK: Memory

    private var memory: String {
        switch finding.reason {
        case .noBudget:
            "it has no budget; set 'budget' in the scenario, or use --budget"
        case .peak(let metric, let isKilled): peak(metric, isKilled: isKilled)
        case .noFloor: "no floor was measured, so nothing can be subtracted"
        case .net(let net, _) where net.isUnbounded:
            "at least \(Figures.bytes(net.low)) above the floor, more than \(Figures.bytes(limit))"
        case .net(let net, let floor):
            "\(Figures.bytes(max(0, net.estimate)))\(Figures.ends(net) { Figures.bytes($0) }) above"
                + " the floor of \(Figures.bytes(floor)),"
                + " at most \(Figures.bytes(limit)) is allowed"
        default: ""
        }
    }

    private func peak(_ metric: Metric, isKilled: Bool) -> String {
        let reading = ending(metric, isKilled: isKilled) + Figures.bytes(measured)
        let source = finding.option.map { " given by \($0)" } ?? ""
        let budget = "the budget of \(Figures.bytes(limit))\(source)"
        let words =
            switch finding.result {
            case .kept: "\(Figures.bytes(max(0, limit - measured))) below \(budget)"
            case .over: "over \(budget)"
            default: undecided(by: budget)
            }
        return "\(metric.title) \(reading), \(words)"
    }

    /// Returns `killed at `, as in the table; empty if the figure is of a trial that completed.
    private func ending(_ metric: Metric, isKilled: Bool) -> String {
        guard isKilled else { return "" }
        let killed = cell?.measured.first {
            $0.outcome == .overBudget && $0.isCensored
                && $0.bytes(of: metric).map(Double.init) == measured
        }
        return (killed?.evidence.kind ?? .watchdog).overBudgetWords(of: metric) + " "
    }

    private func undecided(by budget: String) -> String {
        let trials = cell?.measured.filter(\.isUndecided) ?? []
        guard let doubt = CounterDoubt(trials) else {
            return "the trials disagree, or are too near \(budget) to decide"
        }
        return "or up to \(doubt.high), too near \(budget) to decide: \(doubt.reason)"
    }

    // MARK: Growth

    private var growth: String {
        switch finding.reason {
        case .noGrowth: "fewer than two scales have a figure, so the growth is unknown"
        case .undecidedGrowth(let candidates, let doubts):
            (doubts.first?.sentence ?? "the measurements fit several growth classes")
                + " (possible: \(Self.list(candidates)))"
        case .growth(let found, let candidates, let promised):
            finding.result == .kept
                ? Self.kept(found, among: candidates)
                : "grows as \(Self.list(candidates)), but at most \(promised.title) is allowed"
        case .rangeGrowth(let share, let allowed):
            "the peak \(Self.change(share)) from the smallest to the largest scale; a constant may"
                + " grow by \(Figures.percent(allowed))"
        case .noSlope: "fewer than two scales have a figure, so the slope is unknown"
        case .slope(let slope): self.slope(slope)
        case .refutedSlope(let slope, let units, let isOver):
            self.slope(slope) + "; " + GrowthDoubt.refuted(units: units, isOver: isOver).sentence
        default: ""
        }
    }

    private func slope(_ slope: Interval) -> String {
        "\(Figures.number(slope.estimate)) bytes per unit\(Figures.ends(slope, as: Figures.number)),"
            + " at most \(Figures.number(limit)) is allowed"
    }

    private static func kept(_ found: GrowthClass, among candidates: [GrowthClass]) -> String {
        guard found == .constant else { return "grows as \(list(candidates))" }
        return candidates == [.constant]
            ? "doesn't grow" : "no growth was found (possible: \(list(candidates)))"
    }

    /// Returns `grows by 3.1 % (-1.0 % to 6.2 %)`.
    private static func change(_ share: Interval) -> String {
        func percent(_ share: Double) -> String {
            share.isFinite ? "\(Figures.signed(share * 100, 1)) %" : "∞"
        }
        let (verb, sign) = share.estimate < 0 ? ("falls", -1.0) : ("grows", 1.0)
        return "\(verb) by \(percent(sign * share.estimate))" + Figures.ends(share, as: percent)
    }

    private static func list(_ classes: [GrowthClass]) -> String {
        classes.map(\.title).joined(separator: " or ")
    }

    // MARK: Against another strategy

    private var ratio: String {
        let isSpeed = finding.rule == .throughputRatio
        switch finding.reason {
        case .incomplete: return "it was not completely measured at the largest scale"
        case .otherNotRun(let name):
            return "\(name), which it is compared with, was not run at that scale"
        case .otherUnmeasured(let name):
            return isSpeed
                ? "the speed of \(name) without a budget was not measured"
                : "the need of \(name), its peak without a budget, was not measured"
        case .singleTrial(let name):
            return "a single trial is too few to compare speeds: measure it and \(name) in two or"
                + " more (--trials)"
        case .share(let name, let isUpperBound, let interval):
            let words = Figures.numbers(telling: measured, from: limit)
            let ends = isUpperBound ? nil : interval.map { Figures.ends($0, as: words) }
            // A speed that noise may have put on this side of its limit is marked.
            let mark = isSpeed && finding.result == .inconclusive ? " ~" : ""
            return (isUpperBound ? "at most " : "") + words(measured) + mark
                + (ends ?? "") + " of the \(isSpeed ? "throughput" : "peak") of \(name),"
                + " at \(isSpeed ? "least" : "most") \(words(limit)) is \(isSpeed ? "required" : "allowed")"
        default: return ""
        }
    }

    // MARK: Against earlier peaks

    /// Returns the end of a sentence about an improvement under `--ratchet`: the way to accept it.
    private static func unaccepted(against source: FindingReason.Earlier) -> String {
        switch source {
        case .baseline: "; update the baseline to accept it"
        case .base: "; --ratchet fails on improvements beyond the threshold"
        }
    }

    private var change: String {
        switch finding.reason {
        case .change(let comparison, let bytes, let earlier, let source):
            "\(finding.result == .inconclusive ? "inconclusive" : comparison.word.rawValue):"
                + " \(Figures.bytes(bytes)), \(comparison.text) against"
                + " \(Figures.bytes(earlier)) of the \(source.rawValue)"
                + (finding.result == .improvedRatchet ? Self.unaccepted(against: source) : "")
                + (comparison.word == .improved && cell?.lacksCheck == true
                    ? "; \(ResultChecks.unchecked)" : "")
                + (finding.result == .inconclusive
                    ? "; the readings vary too much to tell the change from noise" : "")
        case .earlierKilled(let bytes, let earlier, let source):
            "\(Figures.bytes(bytes)), and the \(source.rawValue) was killed at"
                + " \(Figures.bytes(earlier))"
        case .baseUnavailable: "the base can't run it, so nothing is compared"
        case .notInBase: "the base doesn't have this strategy"
        case .baseWrong: "the base's result is wrong there"
        case .baseUnmeasured:
            "the base was not measured there"
                + (cell(by: .base)?.measured.first
                    .map { ": \($0.evidence.detail)" } ?? "")
        case .noBaseline(let environment, let others):
            "no baseline for this environment (\(environment))"
                + (others.isEmpty ? "" : "; there is one for \(others.joined(separator: ", "))")
        case .emptyBaselines(let folder):
            "nothing was compared: \(folder) holds no baseline; 'membudget gate --update-baseline"
                + " \(folder)' writes them"
        case .notInBaseline: "not in the baseline"
        case .foreignBaseline: "the baseline has different data or another metric"
        default: ""
        }
    }
}
