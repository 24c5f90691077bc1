internal import MemoryBudget

/// The figures of a command's trials: one sentence and labelled rows.
struct TrialFacts {
    /// A figure with its name.
    struct Row: Hashable {
        var label: String
        var value: String
    }

    private let trials: [Observation]
    private let last: Observation
    /// The trials with a true peak; all trials if there are none.
    private let whole: [Observation]

    init(_ trials: [Observation]) {
        precondition(!trials.isEmpty, "facts are about a trial")
        self.trials = trials
        last = trials[trials.count - 1]
        let uncensored = trials.filter { !$0.isCensored }
        whole = uncensored.isEmpty ? trials : uncensored
    }

    private var metric: Metric { last.judgedMetric }

    /// The result in one sentence.
    var sentence: Table.Text { TrialSentence(trials).text }

    /// The rows, the judged metric first; empty if the command never ran, fewer for several trials.
    var rows: [Row] {
        let neverRan = trials.allSatisfy {
            $0.evidence.kind == .notFound || $0.evidence.kind == .notExecutable
        }
        if neverRan { return [] }
        let rows = memory + (trials.count == 1 ? details : []) + conditions
        return rows.compactMap { label, value in value.map { Row(label: label, value: $0) } }
    }

    private typealias Candidate = (label: String, value: String?)

    private var memory: [Candidate] {
        let metrics = [metric] + Metric.allCases.filter { $0 != metric }
        return [("trials", repeats)] + metrics.map(row)
            + [("wall time", trials.count == 1 ? nil : wallTimes)]
    }

    /// The facts shown for a single trial only.
    private var details: [Candidate] {
        [
            ("sampled", parts),
            ("cgroup peak", isJudged(.container) ? nil : bytes(\.cgroupPeakBytes)),
            ("RSS at the end", bytes(\.endRSSBytes)), ("time", time), ("page faults", pageFaults),
            ("I/O", calls), ("progress", progress),
        ]
    }

    private var conditions: [Candidate] {
        [
            ("budget", budget), ("cgroup limit", remedy ?? reclaim), ("allocator", allocator),
            ("privileges", privileges),
            ("stderr", last.outcome == .completed ? nil : last.lastErrorLine),
        ]
    }

    // MARK: Memory

    /// The number of trials that the figures below summarize.
    private var repeats: String? {
        guard trials.count > 1 else { return nil }
        let around = whole.count < 6 ? "range" : "95 % interval"
        let which =
            whole.count == trials.count || whole.allSatisfy(\.isCensored)
            ? "" : " of the \(whole.count) that ran to the end"
        return "\(trials.count) · median (\(around))\(which)"
    }

    private func row(_ metric: Metric) -> Candidate {
        switch metric {
        case .peakRSS: ("peak RSS", peakRSS)
        // Anonymous memory is in the row of parts, unless it is judged.
        case .peakAnonymous: ("anonymous", isJudged(metric) ? figure(metric) : nil)
        case .peakLive: ("live bytes", figure(metric))
        // For a single process, peak RSS shows the same.
        case .peakTree:
            ("tree peak", last.processCount > 1 || isJudged(metric) ? figure(metric) : nil)
        // The charge has its own row further below, unless it is judged.
        case .container: ("charge", isJudged(metric) ? figure(metric) : nil)
        }
    }

    private func isJudged(_ metric: Metric) -> Bool { metric == self.metric }

    private var peakRSS: String? {
        guard let text = figure(.peakRSS) else { return nil }
        guard last.processCount > 1 else { return text }
        let which = last.peakProcess.map { "by \($0), " } ?? ""
        return "\(text) · \(which)the largest of \(last.processCount) processes"
    }

    /// The highest readings, each at its own time and of any process: they need not add up.
    private var parts: String? {
        let shared = (last.peakShmemBytes ?? 0) > 0 ? bytes(\.peakShmemBytes) : nil
        let parts = [
            bytes(\.peakAnonBytes).map { "anonymous \($0)" },
            bytes(\.peakFileBytes).map { "file \($0)" }, shared.map { "shared \($0)" },
        ]
        return joined(parts)
    }

    /// Returns the median, the range if there are several, and the quality of the reading.
    private func figure(_ metric: Metric) -> String? {
        let values = whole.compactMap { $0.bytes(of: metric) }
        guard let text = spread(values.map(Double.init), Figures.bytes, Figures.bytes) else {
            return nil
        }
        if whole.contains(where: { $0.isBound(metric) }) { return "≥ \(text) · lower bound" }
        let doubt = metric == .peakRSS ? CounterDoubt(whole) : nil
        let quality = doubt == nil ? whole.compactMap { $0.quality[metric] }.first : .interval
        return text + (doubt.map { ", or up to \($0.excess) more" } ?? "")
            + (quality.map { " · \($0.words)" } ?? "")
    }

    private func bytes(_ key: KeyPath<Observation, Int?>) -> String? {
        last[keyPath: key].map { "\(ByteCount($0))" }
    }

    /// Returns the median, with its range if that reads differently.
    private func spread(
        _ values: [Double], _ one: (Double) -> String, _ two: (Double, Double) -> String
    ) -> String? {
        guard let summary = Summary(values) else { return nil }
        let median = one(summary.median)
        let range = two(summary.low, summary.high)
        return range == median ? median : "\(median) (\(range))"
    }

    // MARK: Everything else

    private static func time(_ nanoseconds: Double) -> String {
        TimeSpan.describe(.nanoseconds(Int64(nanoseconds)))
    }

    private var wallTimes: String? {
        spread(whole.map { Double($0.wallNanoseconds) }, Self.time) { low, high in
            let ends = [low, high].map(Self.time)
            return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
        }
    }

    private var time: String? {
        func span(_ nanoseconds: Int) -> String { Self.time(Double(nanoseconds)) }
        return "\(span(last.wallNanoseconds)) · user \(span(last.userNanoseconds))"
            + " · system \(span(last.systemNanoseconds))"
    }

    private var pageFaults: String? {
        guard last.majorFaults > 0 else { return nil }
        return "\(grouped(last.majorFaults)) needed the disk"
    }

    /// The bytes of read and write calls, which the kernel counts even if a cache serves them.
    private var calls: String? {
        let parts = [
            bytes(\.readBytes).map { "read \($0)" }, bytes(\.writtenBytes).map { "written \($0)" },
        ]
        return joined(parts).map { $0 + " (bytes of read and write calls)" }
    }

    private func joined(_ parts: [String?]) -> String? {
        let text = parts.compactMap(\.self).joined(separator: " · ")
        return text.isEmpty ? nil : text
    }

    private var progress: String? {
        guard let done = last.unitsDone else { return nil }
        let total = last.unitsTotal.map { total in
            total > 0
                ? " of \(grouped(total)) (\(Figures.percent(Double(done) / Double(total))))" : ""
        }
        let failed = last.rowsFailed.map { $0 > 0 ? " · \(grouped($0)) rejected" : "" }
        let phase = last.phase.map { $0.isEmpty ? "" : " · last phase '\($0)'" }
        return grouped(done) + [total, failed, phase].compactMap(\.self).joined()
    }

    /// The budget and its enforcement; the sentence has the headroom.
    private var budget: String? {
        guard let budget = last.budget else { return nil }
        let record = last.enforcement
        let limit = record.limitBytes.map { " at \(ByteCount($0))" } ?? ""
        let tiers = record.tiers.isEmpty ? "not enforced" : "by \(record.summary)\(limit)"
        let parts = [
            "\(budget.limit) \(budget.metric.title)", tiers, overshoot,
            record.missing,
        ]
        return joined(parts)
    }

    private var reclaim: String? {
        ReclaimSentence(trials.filter { $0.outcome == .completed }).words
    }

    private var remedy: String? { last.enforcement.remedy.map { "with \($0)" } }

    /// The overshoot of kills by the watchdog; a kernel limit has none, and a completed trial was
    /// not stopped.
    private var overshoot: String? {
        trials.filter { $0.evidence.kind == .watchdog }.compactMap(\.overshootBytes).max()
            .map { "overshoot \(ByteCount($0))" }
    }

    private var allocator: String? {
        let record = last.allocator
        guard record.name == .jemalloc, !record.isAttached else { return record.name.rawValue }
        return "jemalloc was requested, but is not in every program: static ones can't preload it"
    }

    /// The programs that lost privileges; `nil` if none did.
    private var privileges: String? {
        guard let names = last.unprivilegedPrograms, !names.isEmpty else { return nil }
        let files = names.count == 1 ? "its file" : "their files"
        return "\(names.joined(separator: ", ")) ran without the privileges of \(files), because a"
            + " traced program doesn't get them; use --no-ptrace"
    }
}

extension Quality {
    /// The name in a summary.
    var words: String {
        switch self {
        case .exact: "exact"
        case .interval: "interval"
        case .sampled: "sampled"
        case .lowerBound: "lower bound"
        }
    }
}
