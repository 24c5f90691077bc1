internal import MemoryBudget
internal import RunStore

/// The judge of a strategy's rules over its scales, or at the largest of them.
struct StrategyJudge {
    let strategy: StrategyRecord
    let cells: [CellRecord]
    let record: ScenarioRecord
    let noise: GrowthNoise
    /// The relative standard deviation of durations.
    let wallShare: Double

    /// The relative growth over the measured scales that still counts as constant.
    private static let constantShare = 0.05

    /// Returns the judgment of a rule, and its scale; `nil` for a rule about every scale.
    func judgement(_ rule: GateRule) -> (scale: ScaleRecord?, judgement: Judgement)? {
        switch rule.promise {
        case .growth(let promised): (nil, growth(promised))
        case .bytesPerUnit(let limit): (nil, bytesPerUnit(limit))
        case .memory(let limit, let other): (largest?.scale, memory(limit, of: other))
        case .throughput(let limit, let other): (largest?.scale, throughput(limit, of: other))
        case .net, .baseline: nil
        }
    }

    // MARK: Over all scales

    /// Judges the growth class. The rule is kept if no class that fits the readings grows faster
    /// than the promised one, and broken if all of them do.
    ///
    /// Constant growth is only promised for the measured scales, so there the growth over them is
    /// judged: it must not exceed the noise, whatever law it follows.
    private func growth(_ promised: GrowthClass) -> Judgement {
        guard let growth = strategy.growth else { return Judgement(.missing, .noGrowth) }
        guard let found = growth.growthClass, !growth.isDoubted else {
            return Judgement(
                .inconclusive,
                .undecidedGrowth(candidates: growth.candidates, doubts: growth.doubtFigures ?? []))
        }
        if promised == .constant, let share = growth.rangeGrowth {
            let limit = max(Self.constantShare, noiseShare(growth.curve))
            return Judgement(
                share.judged(atMost: limit), .rangeGrowth(share: share, allowed: limit))
        }
        let isKept = growth.candidates.allSatisfy { $0.rank <= promised.rank }
        let isBroken = growth.candidates.allSatisfy { $0.rank > promised.rank }
        return Judgement(
            isKept ? .kept : isBroken ? .over : .inconclusive,
            .growth(found: found, candidates: growth.candidates, promised: promised))
    }

    /// Returns the relative difference between two trials at the smallest scale that noise
    /// explains.
    private func noiseShare(_ curve: GrowthCurve) -> Double {
        let units = cells.map(\.scale.units).min() ?? 0
        return noise.difference(of: max(curve.bytes(at: Double(units)), 1))
    }

    private func bytesPerUnit(_ limit: Double) -> Judgement {
        guard let growth = strategy.growth else {
            return Judgement(.missing, .noSlope, limit: limit)
        }
        let slope = growth.bytesPerUnit
        let result = slope.judged(atMost: limit)
        // If the slope is too steep over the measured scales, larger scales can't change that.
        if result != .over, let refutation = growth.refutation {
            return Judgement(
                .inconclusive,
                .refutedSlope(
                    bytesPerUnit: slope, units: refutation.units, isOver: refutation.isOver),
                measured: slope.estimate, limit: limit)
        }
        return Judgement(
            result, .slope(bytesPerUnit: slope), measured: slope.estimate, limit: limit)
    }

    // MARK: Compared with another strategy

    private var largest: CellRecord? {
        cells.max { $0.scale.units < $1.scale.units }
    }

    /// Returns the other strategy's cell at the largest scale, with the same parameters if there is
    /// one.
    private func other(_ name: String) -> CellRecord? {
        let others = record.cells.filter {
            $0.strategy == name && $0.scale.units == largest?.scale.units
        }
        return others.first { $0.parameters == largest?.parameters } ?? others.first
    }

    private func memory(_ limit: Double, of name: String) -> Judgement {
        guard let own = largest?.rightReading?.peaks else { return incomplete(limit) }
        guard let other = other(name) else { return notRun(name, limit: limit) }
        guard let theirs = other.rightReading?.needed(of: record.metric) else {
            return unmeasured(name, limit: limit)
        }
        let isSingle = own.isSingle || other.rightReading?.peaks?.isSingle ?? true
        let shares = [own.median, theirs.estimate].map { noise.deviation(of: $0) / max($0, 1) }
        let share = (Interval(own) / theirs).allowing(for: isSingle ? shares : [])
        return Judgement(
            share.judged(atMost: limit),
            .share(strategy: name, isUpperBound: theirs.isUnbounded, interval: share),
            measured: theirs.isUnbounded ? share.high : share.estimate, limit: limit)
    }

    private func throughput(_ limit: Double, of name: String) -> Judgement {
        let reading = largest?.rightReading
        guard let own = reading?.speeds else { return incomplete(limit) }
        guard let other = other(name) else { return notRun(name, limit: limit) }
        let otherReading = other.rightReading
        guard let theirs = otherReading?.speeds else { return unmeasured(name, limit: limit) }
        let share = Interval(own) / Interval(theirs)
        if [reading, otherReading].contains(where: { $0?.peaks?.isSingle ?? false }) {
            return singleTrial(name, measured: share.estimate, limit: limit)
        }
        // The need of a killed strategy is measured by a single trial.
        let isSingle = own.isSingle || theirs.isSingle
        let widened = share.allowing(for: isSingle ? [wallShare, wallShare] : [])
        return Judgement(
            widened.judged(atLeast: limit),
            .share(strategy: name, isUpperBound: false, interval: widened),
            measured: widened.estimate, limit: limit)
    }

    private func singleTrial(_ name: String, measured: Double, limit: Double) -> Judgement {
        Judgement(
            .inconclusive, .singleTrial(strategy: name), measured: measured, limit: limit)
    }

    private func incomplete(_ limit: Double) -> Judgement {
        Judgement(.inconclusive, .incomplete, limit: limit)
    }

    private func notRun(_ name: String, limit: Double) -> Judgement {
        Judgement(.missing, .otherNotRun(strategy: name), limit: limit)
    }

    private func unmeasured(_ name: String, limit: Double) -> Judgement {
        Judgement(.inconclusive, .otherUnmeasured(strategy: name), limit: limit)
    }
}

extension GrowthRecord {
    /// The trial at the edge of a break point that contradicts the fit; `nil` if there is none.
    fileprivate var refutation: (units: Int, isOver: Bool)? {
        (doubtFigures ?? []).lazy.compactMap { doubt in
            guard case .refuted(let units, let isOver) = doubt else { return nil }
            return (units, isOver)
        }.first
    }
}

extension GrowthClass {
    /// The position in the order of growth, the slowest first.
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
