package import MemoryBudget

/// The judged statistics of a cell's measured trials.
///
/// A trial that died before its true peak is *censored*: its reading is only a lower bound. It is
/// left out of the medians, but counted, and the largest bound is stored beside them.
package struct CellSummary: Hashable, Sendable, Codable {
    /// The peak RSS of the uncensored trials; `nil` if all are censored.
    package var peakRSSBytes: Summary?
    /// The budget's metric of the uncensored trials; `nil` if all are censored.
    package var judged: JudgedSummary?
    /// The number of censored trials.
    package var censoredTrials: Int
    /// The highest reading of the judged metric in a censored trial, which is a lower bound.
    package var atLeastBytes: Int?
    /// The median duration of the uncensored trials, in nanoseconds; `nil` if all are censored.
    package var wallNanoseconds: Double?
    /// The median throughput of the uncensored trials; `nil` if units are unknown.
    package var unitsPerSecond: Double?
    /// The median input bytes per second of the uncensored trials; `nil` without an input.
    package var bytesPerSecond: Double?
    /// The duration and speeds with their ranges; `nil` in runs of earlier versions.
    package var spread: SpeedSpread?

    /// Summarizes measured trials; `nil` for none.
    ///
    /// - Parameters:
    ///   - observations: The measured trials of one cell.
    ///   - metric: The metric of the budget; peak RSS without one.
    package init?(_ observations: [Observation], judging metric: Metric) {
        guard !observations.isEmpty else { return nil }
        let whole = observations.filter { !$0.isCensored }
        let censored = observations.filter(\.isCensored)
        func summary(_ reading: (Observation) -> Double?) -> Summary? {
            Summary(whole.compactMap(reading))
        }
        peakRSSBytes = summary { $0.peakRSSBytes.map(Double.init) }
        judged = summary { $0.bytes(of: metric).map(Double.init) }
            .map { JudgedSummary(metric: metric, summary: $0) }
        censoredTrials = censored.count
        atLeastBytes = censored.compactMap { $0.bytes(of: metric) }.max()
        let spread = SpeedSpread(
            wallNanoseconds: summary { Double($0.wallNanoseconds) },
            unitsPerSecond: summary(\.wholeUnitsPerSecond),
            bytesPerSecond: summary(\.inputBytesPerSecond))
        wallNanoseconds = spread.wallNanoseconds?.median
        unitsPerSecond = spread.unitsPerSecond?.median
        bytesPerSecond = spread.bytesPerSecond?.median
        self.spread = spread
    }

    enum CodingKeys: String, StoredKey {
        case peakRSSBytes = "peak_rss_bytes"
        case judged
        case censoredTrials = "censored_trials"
        case atLeastBytes = "at_least_bytes"
        case wallNanoseconds = "wall_ns"
        case unitsPerSecond = "units_per_second"
        case bytesPerSecond = "bytes_per_second"
        case spread
    }
}

/// The durations and speeds of a cell's uncensored trials, with their range.
package struct SpeedSpread: Hashable, Sendable, Codable {
    /// The duration, in nanoseconds; `nil` if all trials are censored.
    package var wallNanoseconds: Summary?
    /// The throughput; `nil` if units are unknown.
    package var unitsPerSecond: Summary?
    /// The bytes of input per second; `nil` without an input.
    package var bytesPerSecond: Summary?

    enum CodingKeys: String, StoredKey {
        case wallNanoseconds = "wall_ns"
        case unitsPerSecond = "units_per_second"
        case bytesPerSecond = "bytes_per_second"
    }
}

/// A summary with the metric that it is about.
package struct JudgedSummary: Hashable, Sendable, Codable {
    /// The judged metric.
    package var metric: Metric
    /// The median, in bytes.
    package var median: Double
    /// The lower end of the 95 % interval, or the minimum of fewer than six values.
    package var low: Double
    /// The upper end of the 95 % interval, or the maximum of fewer than six values.
    package var high: Double
    /// All raw values, in the order of trials.
    package var values: [Double]

    /// Creates a summary of a metric's readings.
    package init(metric: Metric, summary: Summary) {
        self.metric = metric
        median = summary.median
        low = summary.low
        high = summary.high
        values = summary.values
    }
}

extension Observation {
    /// The units per second; a trial that completed without counting did all units of its scale.
    package var wholeUnitsPerSecond: Double? {
        if let unitsPerSecond { return unitsPerSecond }
        guard outcome == .completed, scale.units > 0, wallNanoseconds > 0 else { return nil }
        return Double(scale.units) / (Double(wallNanoseconds) / 1e9)
    }

    /// The units per second, also for a trial with a wrong result.
    var unitsPerSecondOfResult: Double? {
        guard hasResult, unitsPerSecond == nil, scale.units > 0, wallNanoseconds > 0 else {
            return wholeUnitsPerSecond
        }
        return Double(scale.units) / (Double(wallNanoseconds) / 1e9)
    }

    /// The bytes of input per second; `nil` if the trial did not finish the input.
    var inputBytesPerSecond: Double? {
        guard !isCensored, let bytes = scale.inputBytes, wallNanoseconds > 0 else { return nil }
        return Double(bytes) / (Double(wallNanoseconds) / 1e9)
    }
}
