internal import MemoryBudget
internal import RunStore

/// The need and the speed of one column as they are compared with the base's.
struct WorthReading {
    /// The budget's metric of the trials, or of the one without a budget.
    let peaks: Summary
    /// The same above the floor.
    let net: Interval
    /// Units per second; nil if they are not known.
    let speeds: Summary?
    /// Whether a budget stopped the trials, so that all of it is of the one without.
    let isUnbudgeted: Bool

    /// The reason for which there is no such reading, and the least that was held.
    struct Absence: Error {
        var gap: WorthRow.Gap
        var atLeastBytes: Double?
    }

    /// Reads a cell.
    init(of cell: CellRecord, in record: ScenarioRecord) throws(Absence) {
        guard let reading = cell.rightReading else { throw Absence(gap: .wrong) }
        guard record.metric.showsNeed, let needed = reading.needed(of: record.metric) else {
            throw Absence(gap: .unmeasured)
        }
        guard let floor = Self.floor(of: cell, in: record) else { throw Absence(gap: .noFloor) }
        guard !needed.isUnbounded, let peaks = reading.peaks ?? Summary([needed.estimate]) else {
            throw Absence(gap: .stopped, atLeastBytes: needed.low - floor)
        }
        self.peaks = peaks
        net = needed - floor
        speeds = reading.speeds
        isUnbudgeted = reading.peaks == nil
    }

    private static func floor(of cell: CellRecord, in record: ScenarioRecord) -> Double? {
        record.strategies.first { $0.variant == cell.variant }.flatMap {
            CellJudge(cell: cell, strategy: $0, record: record).floor
        }
    }

    /// The standard deviation of one reading, as a share of what is above the floor.
    private func netDeviation(_ noise: GrowthNoise) -> Double {
        noise.deviation(of: peaks.median) / max(net.estimate, 1)
    }

    /// The share of a base's need that is saved; nil if nothing was above its floor.
    func saved(of base: WorthReading, noise: GrowthNoise) -> Interval? {
        guard base.net.low > 0 else { return nil }
        let isSingle = peaks.isSingle || base.peaks.isSingle
        let deviations = [netDeviation(noise), base.netDeviation(noise)]
        let left = (net / base.net).allowing(for: isSingle ? deviations : [])
        return Interval(estimate: 1 - left.estimate, low: 1 - left.high, high: 1 - left.low)
    }

    /// The throughput as a multiple of a base's, and whether noise may explain the difference; nil if one of
    /// the two is not known.
    func speed(
        of base: WorthReading, noise: NoiseRecord?
    ) -> (ratio: Interval, isWithinNoise: Bool)? {
        guard let speeds, let others = base.speeds,
            let ratio = SpeedRatio(of: speeds, to: others, noise: noise)
        else { return nil }
        let share = noise?.wallShare ?? NoiseRecord.typicalWallShare
        let widened = ratio.interval.allowing(for: ratio.isRepeated ? [] : [share, share])
        return (widened, !ratio.isSignificant)
    }

    /// Whether the peak is higher than another's by more than noise.
    func isAbove(_ other: WorthReading, noise: GrowthNoise) -> Bool {
        let tolerance = noise.difference(of: other.peaks.median)
        return Comparison(peaks, against: other.peaks, tolerance: tolerance).word == .regressed
    }
}
