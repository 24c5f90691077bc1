internal import MemoryBudget
internal import RunStore

/// Judges what a strategy promises over its scales, or at the largest of them.
struct StrategyJudge {
    let strategy: StrategyRecord
    let cells: [CellRecord]
    let record: ScenarioRecord

    /// What came of a rule, and at which scale; nil for a rule about every scale.
    func judgement(_ rule: GateRule) -> (scale: ScaleRecord?, judgement: Judgement)? {
        switch rule.promise {
        case .growth(let promised): return (nil, growth(promised))
        case .bytesPerUnit(let limit): return (nil, bytesPerUnit(limit))
        case .memory(let limit, let other): return (largest?.scale, memory(limit, of: other))
        case .throughput(let limit, let other):
            return (largest?.scale, throughput(limit, of: other))
        case .net, .baseline: return nil
        }
    }

    // MARK: Over the scales

    /// A class is kept if the readings decide for it or for a slower one; broken if every class that
    /// they allow is a faster one.
    private func growth(_ promised: GrowthClass) -> Judgement {
        guard let growth = strategy.growth else {
            return Judgement(.missing, "fewer than two scales have a value, so no growth is known")
        }
        let candidates = growth.candidates.map(\.title).joined(separator: " or ")
        guard let found = growth.growthClass, growth.doubts.isEmpty else {
            let doubt = growth.doubts.first ?? "the readings decide for no class"
            return Judgement(.inconclusive, "\(doubt) (allowed: \(candidates))")
        }
        let grows = "grows as \(candidates)"
        if found.rank <= promised.rank {
            let isPlain = growth.candidates == [.constant]
            let still = isPlain ? "doesn't grow" : "no growth is shown (allowed: \(candidates))"
            return Judgement(.kept, found == .constant ? still : grows)
        }
        let isBroken = growth.candidates.allSatisfy { $0.rank > promised.rank }
        return Judgement(
            isBroken ? .over : .inconclusive, "\(grows), and \(promised.title) is promised")
    }

    private func bytesPerUnit(_ limit: Double) -> Judgement {
        guard let slope = strategy.growth?.bytesPerUnit else {
            return Judgement(
                .missing, "fewer than two scales have a value, so there is no slope", limit: limit)
        }
        let interval = Interval(slope)
        let range = Words.range(interval, Words.number)
        return Judgement(
            interval.judged(atMost: limit),
            "\(Words.number(slope.estimate)) bytes a unit\(range), at most \(Words.number(limit))"
                + " is promised",
            measured: slope.estimate, limit: limit)
    }

    // MARK: Against another strategy

    private var largest: CellRecord? {
        cells.max { $0.scale.units < $1.scale.units }
    }

    /// The same scale, and the same parameters if there is such a cell.
    private func other(_ name: String) -> CellRecord? {
        let others = record.cells.filter {
            $0.strategy == name && $0.scale.units == largest?.scale.units
        }
        return others.first { $0.parameters == largest?.parameters } ?? others.first
    }

    private func memory(_ limit: Double, of name: String) -> Judgement {
        guard let own = largest?.peaks.map(Interval.init) else { return unmeasured(limit) }
        guard let other = other(name) else { return absent(name, limit) }
        guard let theirs = other.needed(record.metric) else {
            return Judgement(
                .inconclusive, "what \(name) needs without a budget was not measured", limit: limit)
        }
        let share = own.share(of: theirs)
        let isAtMost = theirs.high == .infinity
        let figure = isAtMost ? share.high : share.middle
        return Judgement(
            share.judged(atMost: limit),
            "\(isAtMost ? "at most " : "")\(Words.number(figure)) of the peak of \(name), at most"
                + " \(Words.number(limit)) is promised",
            measured: figure, limit: limit)
    }

    private func throughput(_ limit: Double, of name: String) -> Judgement {
        guard let own = largest?.speeds.map(Interval.init) else { return unmeasured(limit) }
        guard let other = other(name) else { return absent(name, limit) }
        guard let theirs = other.speeds.map(Interval.init) else {
            return Judgement(
                .inconclusive, "how fast \(name) is without a budget was not measured", limit: limit
            )
        }
        let share = own.share(of: theirs)
        return Judgement(
            share.judged(atLeast: limit),
            "\(Words.number(share.middle)) of the throughput of \(name), at least"
                + " \(Words.number(limit)) is promised",
            measured: share.middle, limit: limit)
    }

    private func unmeasured(_ limit: Double) -> Judgement {
        Judgement(
            .inconclusive, "it was not measured to its end at the largest scale", limit: limit)
    }

    private func absent(_ name: String, _ limit: Double) -> Judgement {
        Judgement(
            .missing, "\(name), which it is compared with, was not run at that scale", limit: limit)
    }
}

extension GrowthClass {
    /// Slower before faster.
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension CellRecord {
    /// What the job needs: its peaks, or those of its need trial; a trial that was killed gives a
    /// lower bound, which nothing bounds from above.
    func needed(_ metric: Metric) -> Interval? {
        guard verdict != .wrong else { return nil }
        if let peaks { return Interval(peaks) }
        if let need, !need.isCensored, let bytes = need.bytes(of: metric).map(Double.init) {
            return Interval(middle: bytes, low: bytes, high: bytes)
        }
        return highest.map { Interval(middle: $0, low: $0, high: .infinity) }
    }

    /// Units a second of its trials, or of its need trial if its budget ended one.
    var speeds: Summary? {
        guard verdict != .wrong else { return nil }
        guard peaks == nil else { return Summary(measured.compactMap(\.wholeUnitsPerSecond)) }
        return needUnitsPerSecond.flatMap { Summary([$0]) }
    }
}
