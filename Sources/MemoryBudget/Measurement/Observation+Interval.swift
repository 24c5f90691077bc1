// The uncertainty of peaks caused by the kernel's counters.
extension Observation {
    /// Returns the highest possible value of a metric, in bytes; `nil` if the metric was not read.
    package func highBytes(of metric: Metric) -> Int? {
        let reading = bytes(of: metric)
        guard metric == .peakRSS, quality[metric] == .interval else { return reading }
        return peakRSSHighBytes ?? reading
    }

    /// The maximum by which peak RSS may exceed its reading, in bytes; 0 if the reading is exact,
    /// `nil` if it was not read.
    package var peakRSSExcessBytes: Int? {
        highBytes(of: .peakRSS).flatMap { high in peakRSSBytes.map { high - $0 } }
    }

    /// Whether the trial completed, and the budget lies between the lowest and the highest possible
    /// value of the metric. It is then unknown whether the budget was kept.
    package var isUndecided: Bool {
        guard outcome == .completed, let budget, let low = bytes(of: budget.metric),
            let high = highBytes(of: budget.metric)
        else { return false }
        return budget.allows(low) && !budget.allows(high)
    }
}
