package import MemoryBudget

/// The judged statistics of a cell's measured trials.
///
/// A trial that died before it could show its real peak is *censored*: its reading is a lower
/// bound and enters no median; it is counted, and the largest bound is kept beside the medians.
package struct CellSummary: Hashable, Sendable, Codable {
    /// Peak RSS of the uncensored trials; nil if every trial is censored.
    package var peakRSSBytes: Summary?
    /// The budget's metric of the uncensored trials; nil if every trial is censored.
    package var judged: JudgedSummary?
    /// How many trials are censored.
    package var censoredTrials: Int
    /// The highest reading of the judged metric in a censored trial: the truth is at least this.
    package var atLeastBytes: Int?
    /// Median duration of the uncensored trials; nil if every trial is censored.
    package var wallNanoseconds: Double?
    /// Median throughput of the uncensored trials; nil if units are not known.
    package var unitsPerSecond: Double?
    /// Median bytes of input a second of the uncensored trials; nil without an input.
    package var bytesPerSecond: Double?
    /// The same three with what surrounds their medians; nil in runs of earlier versions.
    package var spread: SpeedSpread?

    /// Summarises measured trials; nil for none.
    ///
    /// - Parameters:
    ///   - observations: The measured trials of one cell.
    ///   - metric: What the budget is about; without a budget, peak RSS.
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
    /// Duration, in nanoseconds; nil if every trial is censored.
    package var wallNanoseconds: Summary?
    /// Throughput; nil if units are not known.
    package var unitsPerSecond: Summary?
    /// Bytes of input per second; nil without an input.
    package var bytesPerSecond: Summary?

    enum CodingKeys: String, StoredKey {
        case wallNanoseconds = "wall_ns"
        case unitsPerSecond = "units_per_second"
        case bytesPerSecond = "bytes_per_second"
    }
}

/// A summary that says which metric it is about.
package struct JudgedSummary: Hashable, Sendable, Codable {
    /// What was judged.
    package var metric: Metric
    /// The middle value, in bytes.
    package var median: Double
    /// The lower end of the 95 % interval, or the smallest value of fewer than six.
    package var low: Double
    /// The upper end of the 95 % interval, or the largest value of fewer than six.
    package var high: Double
    /// Every raw value, in the order it was read.
    package var values: [Double]

    /// Makes a summary of a metric's readings.
    package init(metric: Metric, summary: Summary) {
        self.metric = metric
        median = summary.median
        low = summary.low
        high = summary.high
        values = summary.values
    }
}

extension Observation {
    /// Units a second; a trial that completed without counting did the whole of its scale.
    package var wholeUnitsPerSecond: Double? {
        if let unitsPerSecond { return unitsPerSecond }
        guard outcome == .completed, scale.units > 0, wallNanoseconds > 0 else { return nil }
        return Double(scale.units) / (Double(wallNanoseconds) / 1e9)
    }

    /// The same of a trial with a wrong result too.
    var unitsPerSecondOfResult: Double? {
        guard hasResult, unitsPerSecond == nil, scale.units > 0, wallNanoseconds > 0 else {
            return wholeUnitsPerSecond
        }
        return Double(scale.units) / (Double(wallNanoseconds) / 1e9)
    }

    /// Bytes of input a second; nil if it did not finish the input.
    var inputBytesPerSecond: Double? {
        guard !isCensored, let bytes = scale.inputBytes, wallNanoseconds > 0 else { return nil }
        return Double(bytes) / (Double(wallNanoseconds) / 1e9)
    }
}
