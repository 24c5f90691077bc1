package import MemoryBudget

/// The cost of profiling: ratios of the profiled trial to the measured trials of its cell.
package struct ProfileInflation: Hashable, Sendable, Codable {
    /// The ratio of its peak RSS to their median; `nil` if either was not read.
    package var rssRatio: Double?
    /// The ratio of its CPU time to their median; `nil` if either was not read.
    package var cpuRatio: Double?

    enum CodingKeys: String, StoredKey {
        case rssRatio = "rss_ratio"
        case cpuRatio = "cpu_ratio"
    }

    /// Compares a completed trial with the completed ones of its cell; `nil` if either is missing.
    /// Trials stopped by a budget have the same peak, whatever profiling costs.
    ///
    /// - Parameter observations: Trials of any scenario, cell and kind.
    package init?(of profiled: Observation, beside observations: [Observation]) {
        var measured = TrialIdentity(profiled)
        measured.kind = .measured
        let whole = observations.filter { trial in
            var identity = TrialIdentity(trial)
            identity.index = measured.index
            return identity == measured && !trial.isCensored
        }
        guard !profiled.isCensored, !whole.isEmpty else { return nil }
        func ratio(_ reading: (Observation) -> Int?) -> Double? {
            guard let own = reading(profiled),
                let median = Summary(whole.compactMap(reading).map(Double.init))?.median, median > 0
            else { return nil }
            return Double(own) / median
        }
        rssRatio = ratio(\.peakRSSBytes)
        cpuRatio = ratio { $0.userNanoseconds + $0.systemNanoseconds }
    }
}
