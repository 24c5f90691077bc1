/// The spread of equal trials of one small fixed program on this machine.
package struct ProgramNoise: Hashable, Sendable, Codable {
    /// The linking of a program to its C library; the raw value is its name in JSON.
    package enum Linking: String, Codable, CaseIterable, Sendable {
        /// Linked statically.
        case `static`
        /// Linked dynamically: the library is loaded at a different address each time.
        case dynamic
    }

    /// The linking of the program.
    package var linking: Linking
    /// The number of trials of the program, in this run.
    package var trials: Int
    /// The standard deviation of the peak RSS, in bytes.
    package var peakRSSBytes: Double
    /// The standard deviation of the peak RSS, as a share of the median peak.
    package var peakRSSShare: Double
    /// The standard deviation of the duration, as a share of the median.
    package var wallShare: Double

    /// Creates a record from its figures.
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

    /// Computes the spread of equal trials; `nil` if fewer than two completed with a peak.
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
