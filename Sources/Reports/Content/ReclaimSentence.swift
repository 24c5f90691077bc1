internal import MemoryBudget

/// The time that a cgroup's limit took from trials that completed: their speed is the limit's too.
///
/// The kernel takes page cache back from a group that is at its limit, also where the budget is on resident
/// memory and far from being met.
struct ReclaimSentence {
    /// `met 1,520 times: …`, of a limit that is named beside it; nil if none met it.
    let words: String?
    private let limitBytes: Int?

    /// Takes the trials that completed, of one cell.
    init(_ trials: [Observation]) {
        limitBytes = trials.lazy.compactMap(\.enforcement.limitBytes).first
        let hits = trials.compactMap(\.enforcement.limitHits).sorted()
        guard let least = hits.first, let most = hits.last, most > 0 else {
            words = nil
            return
        }
        let ends = [least, most].map(Figures.count)
        let count = ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])"
        // Not every kernel counts, so that 1 is at least one.
        words =
            "met\(most > 1 ? " \(count) times" : ""): the kernel took page cache back,"
            + " which takes time"
    }

    /// `its cgroup's limit of 48.0 MiB was met 1,520 times: …`; nil if none met it.
    var text: String? {
        guard let words, let limitBytes else { return nil }
        return "its cgroup's limit of \(ByteCount(limitBytes)) was \(words)"
    }
}
