internal import MemoryBudget
internal import RunStore

/// The need and speed of one column, to be compared with the base's.
struct WorthReading {
    /// The readings of the budget's metric; from the trial without a budget if the others were
    /// stopped.
    let peaks: Summary
    /// The need above the floor, in bytes.
    let net: Interval
    /// The throughput, in units per second; `nil` if unknown.
    let speeds: Summary?
    /// Whether a budget stopped the trials, so that all figures are from the trial without one.
    let isUnbudgeted: Bool

    /// The reason why there is no reading, and a lower bound for the need.
    struct Absence: Error {
        var gap: WorthRow.Gap
        var atLeastBytes: Double?
    }

    /// Reads the figures of a cell.
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

    /// Returns the standard deviation of one reading, relative to the need above the floor.
    private func netDeviation(_ noise: GrowthNoise) -> Double {
        noise.deviation(of: peaks.median) / max(net.estimate, 1)
    }

    /// Returns the saved fraction of the base's need; `nil` if the base needs nothing above its
    /// floor.
    func saved(of base: WorthReading, noise: GrowthNoise) -> Interval? {
        guard base.net.low > 0 else { return nil }
        let isSingle = peaks.isSingle || base.peaks.isSingle
        let deviations = [netDeviation(noise), base.netDeviation(noise)]
        let left = (net / base.net).allowing(for: isSingle ? deviations : [])
        return Interval(estimate: 1 - left.estimate, low: 1 - left.high, high: 1 - left.low)
    }

    /// Returns the ratio of the throughput to the base's, and whether noise may explain the
    /// difference; `nil` if either is unknown.
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

    /// Returns whether the peak exceeds another's by more than noise.
    func isAbove(_ other: WorthReading, noise: GrowthNoise) -> Bool {
        let tolerance = noise.difference(of: other.peaks.median)
        return Comparison(peaks, against: other.peaks, tolerance: tolerance).word == .regressed
    }
}
