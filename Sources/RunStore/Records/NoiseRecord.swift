/// How far trials of one small fixed program lie apart on this machine.
public struct NoiseRecord: Hashable, Sendable, Codable {
    /// Trials of the program, in this run.
    public var trials: Int
    /// Standard deviation of its peak RSS, in bytes.
    public var peakRSSBytes: Double
    /// The same as a share of the median peak.
    public var peakRSSShare: Double
    /// Standard deviation of its duration, as a share of the median.
    public var wallShare: Double

    /// Makes a record.
    public init(trials: Int, peakRSSBytes: Double, peakRSSShare: Double, wallShare: Double) {
        self.trials = trials
        self.peakRSSBytes = peakRSSBytes
        self.peakRSSShare = peakRSSShare
        self.wallShare = wallShare
    }

    enum CodingKeys: String, CodingKey {
        case trials
        case peakRSSBytes = "peak_rss_bytes"
        case peakRSSShare = "peak_rss_share"
        case wallShare = "wall_share"
    }
}
