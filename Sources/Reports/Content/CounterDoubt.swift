internal import MemoryBudget

/// The uncertainty of a peak that the kernel's counters leave, in words.
struct CounterDoubt {
    private let trials: [Observation]

    /// Takes trials whose peak RSS is an interval; `nil` if there are none.
    init?(_ trials: [Observation]) {
        self.trials = trials.filter { $0.quality[.peakRSS] == .interval }
        if self.trials.isEmpty { return nil }
    }

    /// The maximum by which a peak may exceed its reading: `0.8 MiB`.
    var excess: String { "\(ByteCount(trials.compactMap(\.peakRSSExcessBytes).max() ?? 0))" }

    /// The highest possible peak: `32.6 MiB`.
    var high: String { "\(ByteCount(trials.compactMap(\.peakRSSHighBytes).max() ?? 0))" }

    /// `the kernel's counters may read up to 0.8 MiB too low; --cpus 1 may narrow that`.
    var reason: String { "the kernel's counters may read up to \(excess) too low\(place)\(advice)" }

    /// ` on 2 CPUs`; empty for trials that were not pinned to CPUs.
    var place: String {
        trials.compactMap(\.processorCount).max().map { " on \(Figures.plural($0, "CPU"))" } ?? ""
    }

    /// Fewer CPUs reduce the counter error; on one CPU, only a different budget helps.
    private var advice: String {
        trials.contains { $0.processorCount != 1 }
            ? "; --cpus 1 may narrow that" : "; choose a budget outside this range"
    }
}
