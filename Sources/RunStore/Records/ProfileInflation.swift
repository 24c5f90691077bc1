package import MemoryBudget

/// How much more a profiled trial took than the measured trials of its cell: what profiling costs.
package struct ProfileInflation: Hashable, Sendable, Codable {
    /// Its peak RSS against their median; nil if either was not read.
    package var rssRatio: Double?
    /// Its CPU time against their median; nil if either was not read.
    package var cpuRatio: Double?

    enum CodingKeys: String, StoredKey {
        case rssRatio = "rss_ratio"
        case cpuRatio = "cpu_ratio"
    }

    /// Compares a trial that ended by itself with those of its cell that did, too; nil without either: two
    /// that a budget stopped have the same peak, whatever they cost.
    ///
    /// - Parameter observations: Of any scenario, cell and kind.
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
