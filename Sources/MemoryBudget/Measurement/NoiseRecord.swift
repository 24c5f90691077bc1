/// How far trials of one small fixed program lie apart on this machine.
package struct NoiseRecord: Hashable, Sendable, Codable {
    /// Trials of the program, in this run.
    package var trials: Int
    /// Standard deviation of its peak RSS, in bytes.
    package var peakRSSBytes: Double
    /// The same as a share of the median peak.
    package var peakRSSShare: Double
    /// Standard deviation of its duration, as a share of the median.
    package var wallShare: Double

    /// Makes a record.
    package init(trials: Int, peakRSSBytes: Double, peakRSSShare: Double, wallShare: Double) {
        self.trials = trials
        self.peakRSSBytes = peakRSSBytes
        self.peakRSSShare = peakRSSShare
        self.wallShare = wallShare
    }

    enum CodingKeys: String, StoredKey {
        case trials
        case peakRSSBytes = "peak_rss_bytes"
        case peakRSSShare = "peak_rss_share"
        case wallShare = "wall_share"
    }
}

extension NoiseRecord {
    /// Compares equal trials; nil if fewer than two completed with a peak.
    package init?(of observations: [Observation]) {
        let trials = observations.filter { $0.outcome == .completed }
        let peaks = trials.compactMap { $0.peakRSSBytes.map(Double.init) }
        let times = trials.map { Double($0.wallNanoseconds) }
        guard peaks.count >= 2, let peak = Summary(peaks)?.median, peak > 0,
            let time = Summary(times)?.median, time > 0
        else { return nil }
        let deviation = Self.standardDeviation(peaks)
        self.init(
            trials: peaks.count, peakRSSBytes: deviation, peakRSSShare: deviation / peak,
            wallShare: Self.standardDeviation(times) / time)
    }

    /// How near to a limit a reading doesn't decide: two standard deviations, in bytes.
    package var marginBytes: Double {
        2 * peakRSSBytes
    }

    /// What a fit assumes until repeats say more: ``GrowthNoise/typical``, or as many times that as
    /// the small program shows; less would take three equal readings for certainty.
    package var growthNoise: GrowthNoise {
        let typical = GrowthNoise.typical
        guard peakRSSShare > 0 else { return typical }
        let median = peakRSSBytes / peakRSSShare
        return typical.scaled(by: max(1, peakRSSBytes / typical.deviation(of: median)))
    }

    private static func standardDeviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}
