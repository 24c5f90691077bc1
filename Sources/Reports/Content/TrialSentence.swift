internal import MemoryBudget

/// The result of a command's trials in one sentence: outcome, figure, limit.
struct TrialSentence {
    private let trials: [Observation]
    /// The trial that the sentence is about: the first that did not complete.
    private let trial: Observation

    init(_ trials: [Observation]) {
        precondition(!trials.isEmpty, "a sentence is about a trial")
        self.trials = trials
        trial =
            trials.first { $0.outcome == .overBudget } ?? trials.first { $0.outcome != .completed }
            ?? trials[trials.count - 1]
    }

    var text: Table.Text {
        switch trial.outcome {
        case .completed:
            let isUndecided = trials.contains(where: \.isUndecided)
            let tone: Table.Tone =
                trial.budget == nil ? .strong : isUndecided ? .caution : .good
            return Table.Text(completed + ".", tone)
        case .overBudget: return Table.Text(overBudget + ".", .bad)
        default: return Table.Text(problem + ".", .bad)
        }
    }

    private var metric: Metric { trial.judgedMetric }

    /// The command without its folder.
    private var name: String { trial.commandName }

    private var limit: String? { trial.budget.map { "\($0.limit)" } }

    private var time: String {
        "after " + TimeSpan.describe(.nanoseconds(Int64(trial.wallNanoseconds)))
    }

    /// ` in 1 of 3 trials`; empty for one trial.
    private var share: String {
        guard trials.count > 1 else { return "" }
        let alike = trials.filter { $0.outcome == trial.outcome }.count
        let all = Figures.plural(trials.count, "trial")
        return alike == trials.count ? " in all \(all)" : " in \(alike) of \(all)"
    }

    // MARK: Completed

    private var completed: String {
        let peaks = trials.compactMap(\.shownPeakBytes)
        guard let low = peaks.min(), let high = peaks.max() else {
            return "\(name) completed\(share); its \(metric.title) could not be read"
        }
        let range = bound + Figures.bytes(Double(low), Double(high))
        guard let budget = trial.budget else {
            return "\(name) completed\(share): \(metric.title) \(range), no budget"
        }
        let undecided = trials.filter(\.isUndecided)
        if high <= budget.limit.bytes, let doubt = CounterDoubt(undecided) {
            let share =
                undecided.count == trials.count
                ? "" : " in \(undecided.count) of \(Figures.plural(trials.count, "trial"))"
            return "can't tell whether \(name) stayed within \(budget.limit)\(share):"
                + " \(metric.title) \(range), or up to"
                + " \(doubt.high); \(doubt.reason)"
        }
        let margin = trial.margin(high, budget.limit.bytes)
        let claim = high <= budget.limit.bytes ? "stayed within" : "completed, but went over"
        return "\(name) \(claim) \(budget.limit)\(share):"
            + " \(metric.title) \(range), \(margin)"
    }

    /// `≥ ` before a reading that is only a lower bound.
    private var bound: String {
        trials.contains { $0.isBound(metric) } ? "≥ " : ""
    }

    // MARK: Over budget

    private var overBudget: String {
        let over = "\(name) went over \(limit ?? "its budget")\(share)"
        let bytes = trial.bytes(of: metric)
        switch trial.evidence.kind {
        case .watchdog:
            guard let bytes else { return "\(over): \(trial.evidence.detail)" }
            return "\(over): killed at \(ByteCount(bytes)) of \(metric.title) \(time)"
        case .cgroup:
            return "\(over): killed \(time): \(trial.evidence.detail)"
        case .exactPeak:
            guard let bytes, let budget = trial.budget else {
                return "\(over): \(trial.evidence.detail)"
            }
            return "\(over) and ran to its end: \(metric.title) \(ByteCount(bytes)),"
                + " \(trial.margin(bytes, budget.limit.bytes))"
        default:
            return "\(over) \(time): \(trial.evidence.detail)"
        }
    }

    // MARK: Everything else

    private var problem: String {
        let detail = trial.evidence.detail
        switch (trial.outcome, trial.evidence.kind) {
        // The location searched matters, so the command is shown as typed.
        case (_, .notFound): return "\(trial.strategy): command not found"
        case (_, .notExecutable): return "\(trial.strategy): \(detail)"
        case (_, .interrupted):
            return "\(name) was stopped \(time) because membudget was interrupted\(reading)"
        case (.unmeasured, .cgroup):
            return "\(name) was killed \(time) and can't be judged\(share): \(detail)"
        case (_, .check): return "\(name) completed, but \(detail)\(share)\(reading)"
        case (.crashed, _), (.failed, _):
            return "\(name) \(trial.outcome.sentence) \(time)\(share) (\(detail))\(reading)"
        case (_, .foreignKill):
            return "\(name) did not end by itself\(share): \(detail)\(reading)"
        default:
            return "\(name) \(trial.outcome.sentence)\(share): \(detail)\(reading)"
        }
    }

    /// The last reading and the budget.
    private var reading: String {
        guard let bytes = trial.bytes(of: metric) else { return "" }
        let sign = trial.isBound(metric) ? "≥ " : ""
        return "; \(metric.title) \(sign)\(ByteCount(bytes))"
            + (limit.map { " of a budget of \($0)" } ?? "")
    }
}

extension Observation {
    /// The metric of its budget; peak RSS without one.
    var judgedMetric: Metric { budget?.metric ?? .peakRSS }

    /// The command without its folder.
    var commandName: String {
        strategy.split(separator: "/").last.map(String.init) ?? strategy
    }

    /// The reading of the judged metric. The kernel may charge a page more than the limit before it
    /// reclaims some; for a completed trial that excess is not shown.
    var shownPeakBytes: Int? {
        guard let bytes = bytes(of: judgedMetric) else { return nil }
        guard judgedMetric == .container, outcome == .completed, let budget else { return bytes }
        return min(bytes, budget.limit.bytes)
    }

    /// Whether something stopped the trial, which might have grown further.
    var wasCutShort: Bool {
        switch evidence.kind {
        case .watchdog, .cgroup, .allocationRefused, .deadline, .memoryPressure, .interrupted,
            .environment, .foreignKill, .lost:
            true
        case .exactPeak, .trap, .signal, .exitCode, .notFound, .notExecutable, .verification,
            .check, .exited:
            false
        }
    }

    /// Returns whether the true value of a metric may be higher than its reading.
    func isBound(_ metric: Metric) -> Bool {
        wasCutShort || quality[metric] == .lowerBound
    }

    /// Returns `10.6 MiB of headroom (33 %)`, with `at most` or `at least` if the reading is not
    /// exact. A charge has at least that headroom, because its page cache can be reclaimed.
    func margin(_ peak: Int, _ limit: Int) -> String {
        let bytes = ByteCount(abs(limit - peak))
        let share = limit > 0 ? Double(abs(limit - peak)) / Double(limit) : 0
        let isExact = !wasCutShort && (quality[judgedMetric] ?? .exact) == .exact
        let isMoreRoom = peak > limit || judgedMetric == .container
        let word =
            isMoreRoom ? (isExact && peak > limit ? "" : "at least ") : isExact ? "" : "at most "
        return
            "\(word)\(bytes) of \(peak <= limit ? "headroom" : "excess") (\(Figures.percent(share)))"
    }
}
