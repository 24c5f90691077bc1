// What the kernel's counters leave open of a peak.
extension Observation {
    /// The most that a metric can have been, in bytes; nil if it was not read.
    package func highBytes(of metric: Metric) -> Int? {
        let reading = bytes(of: metric)
        guard metric == .peakRSS, quality[metric] == .interval else { return reading }
        return peakRSSHighBytes ?? reading
    }

    /// The most by which peak RSS may be above its reading; 0 where it is no interval, nil if it was not read.
    package var peakRSSExcessBytes: Int? {
        highBytes(of: .peakRSS).flatMap { high in peakRSSBytes.map { high - $0 } }
    }

    /// Whether it completed with its budget between the least and the most that the metric can have
    /// been, so that nobody knows whether it kept it.
    package var isUndecided: Bool {
        guard outcome == .completed, let budget, let low = bytes(of: budget.metric),
            let high = highBytes(of: budget.metric)
        else { return false }
        return budget.allows(low) && !budget.allows(high)
    }
}
