/// What a budget is about; the raw value is its name on the command line and in files.
package enum Metric: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// The largest high-water mark of resident memory of any process of the tree.
    case peakRSS = "peak-rss"
    /// The highest sampled anonymous memory of any process of the tree.
    case peakAnonymous = "peak-anon"
    /// The highest reading of the allocator's live bytes (size-class rounded).
    case peakLive = "peak-live"
    /// The sampled sum of the tree's proportional set sizes: a lower bound.
    case peakTree = "peak-tree"
    /// The memory that the kernel charges to the trial's cgroup, as a container of that size is judged.
    case container

    /// The name that tables use.
    package var title: String {
        switch self {
        case .peakRSS: "peak RSS"
        case .peakAnonymous: "peak anonymous"
        case .peakLive: "peak live bytes"
        case .peakTree: "tree peak"
        case .container: "container charge"
        }
    }

    /// The metric of a budget where nobody names one: a container's charge under a kernel limit of
    /// exactly the budget, which judges nothing else, or else peak RSS.
    package static func `default`(under enforcement: Enforcement) -> Metric {
        enforcement == .cgroup ? .container : .peakRSS
    }

    /// True if readings show what a job holds, so that its growth and its need follow from them.
    ///
    /// A charge counts page cache too, which fills whatever is allowed and is given back before anything
    /// is killed: only a run under a limit shows whether that limit is enough.
    package var showsNeed: Bool { self != .container }
}

/// A metric and its inclusive limit.
package struct Budget: Hashable, Sendable, Codable {
    /// The metric that is judged.
    package var metric: Metric
    /// The most the metric may be; exactly this much is still within.
    package var limit: ByteCount

    /// Makes a budget.
    package init(metric: Metric, limit: ByteCount) {
        self.metric = metric
        self.limit = limit
    }

    /// Whether a reading keeps the budget.
    package func allows(_ bytes: Int) -> Bool {
        bytes <= limit.bytes
    }

    enum CodingKeys: String, StoredKey {
        case metric
        case limit = "limit_bytes"
    }
}
