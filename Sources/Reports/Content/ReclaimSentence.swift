internal import MemoryBudget

/// The time that a cgroup's limit took from trials that completed: their speed is the limit's too.
///
/// The kernel takes page cache back from a group that is at its limit, also where the budget is on resident
/// memory and far from being met.
struct ReclaimSentence {
    /// `slowed down by its cgroup: …`; nil if the limit was met by none.
    let text: String?

    /// Takes the trials that completed, of one cell.
    init(_ trials: [Observation]) {
        let hits = trials.compactMap(\.enforcement.limitHits).sorted()
        guard let least = hits.first, let most = hits.last, most > 0,
            let limit = trials.lazy.compactMap(\.enforcement.limitBytes).first
        else {
            text = nil
            return
        }
        let ends = [least, most].map(Figures.count)
        let count = ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])"
        text =
            "slowed down by its cgroup: the kernel took page cache back at \(ByteCount(limit)),"
            + " \(count) times"
    }
}
