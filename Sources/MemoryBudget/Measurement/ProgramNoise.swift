/// The spread of equal trials of one small fixed program on this machine.
package struct ProgramNoise: Hashable, Sendable, Codable {
    /// The way the program gets its C library; the raw value is its name in JSON.
    package enum Linking: String, Codable, CaseIterable, Sendable {
        /// It holds it.
        case `static`
        /// The loader maps a shared one, at other addresses each time.
        case dynamic
    }

    /// The linking of the program.
    package var linking: Linking
    /// Trials of it, in this run.
    package var trials: Int
    /// Standard deviation of its peak RSS, in bytes.
    package var peakRSSBytes: Double
    /// The same as a share of the median peak.
    package var peakRSSShare: Double
    /// Standard deviation of its duration, as a share of the median.
    package var wallShare: Double

    /// Makes a record.
    package init(
        linking: Linking, trials: Int, peakRSSBytes: Double, peakRSSShare: Double,
        wallShare: Double
    ) {
        self.linking = linking
        self.trials = trials
        self.peakRSSBytes = peakRSSBytes
        self.peakRSSShare = peakRSSShare
        self.wallShare = wallShare
    }

    /// Compares equal trials; nil if fewer than two completed with a peak.
    package init?(_ linking: Linking, of observations: [Observation]) {
        let trials = observations.filter { $0.outcome == .completed }
        let peaks = trials.compactMap { $0.peakRSSBytes.map(Double.init) }
        let times = trials.map { Double($0.wallNanoseconds) }
        guard peaks.count >= 2, let peak = Summary(peaks)?.median, peak > 0,
            let time = Summary(times)?.median, time > 0
        else { return nil }
        let deviation = Self.standardDeviation(peaks)
        self.init(
            linking: linking, trials: peaks.count, peakRSSBytes: deviation,
            peakRSSShare: deviation / peak, wallShare: Self.standardDeviation(times) / time)
    }

    private static func standardDeviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    enum CodingKeys: String, StoredKey {
        case linking, trials
        case peakRSSBytes = "peak_rss_bytes"
        case peakRSSShare = "peak_rss_share"
        case wallShare = "wall_share"
    }
}
