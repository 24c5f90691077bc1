internal import MemoryBudget

/// The remark that a cgroup limit slowed completed trials down.
///
/// The kernel reclaims page cache from a cgroup at its limit, even if the budget limits resident
/// memory and is far from exhausted.
struct ReclaimSentence {
    /// `reached 1,520 times: …`, said of a limit; `nil` if no trial reached it.
    let words: String?
    private let limitBytes: Int?

    /// Takes the completed trials of one cell.
    init(_ trials: [Observation]) {
        limitBytes = trials.lazy.compactMap(\.enforcement.limitBytes).first
        let hits = trials.compactMap(\.enforcement.limitHits).sorted()
        guard let least = hits.first, let most = hits.last, most > 0 else {
            words = nil
            return
        }
        let ends = [least, most].map(Figures.count)
        let count = ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])"
        // Not every kernel counts: 1 means at least once.
        words =
            "reached\(most > 1 ? " \(count) times" : ""): the kernel reclaimed page cache,"
            + " which takes time"
    }

    /// `its cgroup's limit of 48.0 MiB was reached 1,520 times: …`; `nil` if no trial reached it.
    var text: String? {
        guard let words, let limitBytes else { return nil }
        return "its cgroup's limit of \(ByteCount(limitBytes)) was \(words)"
    }
}
