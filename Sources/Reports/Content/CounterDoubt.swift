internal import MemoryBudget

/// The part of a peak that the kernel's counters leave open, in words.
struct CounterDoubt {
    private let trials: [Observation]

    /// Of trials whose peak RSS is an interval; nil if none is.
    init?(_ trials: [Observation]) {
        self.trials = trials.filter { $0.quality[.peakRSS] == .interval }
        if self.trials.isEmpty { return nil }
    }

    /// The most by which a peak may be higher than its reading, `0.8 MiB`.
    var excess: String { "\(ByteCount(trials.compactMap(\.peakRSSExcessBytes).max() ?? 0))" }

    /// The highest of what the peaks can have been, `32.6 MiB`.
    var high: String { "\(ByteCount(trials.compactMap(\.peakRSSHighBytes).max() ?? 0))" }

    /// `the kernel's counters may read 0.8 MiB low; --cpus 1 may narrow that`.
    var reason: String { "the kernel's counters may read \(excess) low\(place)\(advice)" }

    /// ` on 2 CPUs`; empty for trials that were not pinned.
    var place: String {
        trials.compactMap(\.processorCount).max().map { " on \(Figures.plural($0, "CPU"))" } ?? ""
    }

    /// Few processors hide less; on one there is nothing left to do but to change the budget.
    private var advice: String {
        trials.contains { $0.processorCount != 1 }
            ? "; --cpus 1 may narrow that" : "; choose a budget outside this range"
    }
}
