/// The measure of memory that a budget limits; the raw value is its name on the command line and in
/// files.
package enum Metric: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// The highest high-water mark of resident memory among the processes of the tree.
    case peakRSS = "peak-rss"
    /// The highest sampled anonymous memory among the processes of the tree.
    case peakAnonymous = "peak-anon"
    /// The highest reading of the allocator's live bytes, rounded to its size classes.
    case peakLive = "peak-live"
    /// The highest sampled sum of the tree's proportional set sizes: a lower bound.
    case peakTree = "peak-tree"
    /// The memory that the kernel charges to the trial's cgroup, which is what a container limit
    /// applies to.
    case container

    /// The name used in tables.
    package var title: String {
        switch self {
        case .peakRSS: "peak RSS"
        case .peakAnonymous: "peak anonymous"
        case .peakLive: "peak live bytes"
        case .peakTree: "tree peak"
        case .container: "container charge"
        }
    }

    /// Returns the default metric of a budget: the container charge under a cgroup limit, otherwise
    /// peak RSS.
    ///
    /// A cgroup limit of exactly the budget applies to nothing but the charge.
    package static func `default`(under enforcement: Enforcement) -> Metric {
        enforcement == .cgroup ? .container : .peakRSS
    }

    /// Whether readings of the metric show how much memory a job needs, and so how its need grows.
    ///
    /// A container charge doesn't: it includes page cache, which fills any limit and is reclaimed
    /// before a process is killed. Only a run under a limit shows whether that limit is enough.
    package var showsNeed: Bool { self != .container }
}

/// A metric and its inclusive limit.
///
/// ```swift
/// let budget = Budget(metric: .peakRSS, limit: try ByteCount(parsing: "64MiB"))
/// print(budget.allows(50_000_000))  // true
/// ```
package struct Budget: Hashable, Sendable, Codable {
    /// The metric that is compared with the limit.
    package var metric: Metric
    /// The maximum value of the metric, inclusive.
    package var limit: ByteCount

    /// Creates a budget from a metric and its limit.
    package init(metric: Metric, limit: ByteCount) {
        self.metric = metric
        self.limit = limit
    }

    /// Returns whether a reading of the metric, in bytes, is within the budget.
    package func allows(_ bytes: Int) -> Bool {
        bytes <= limit.bytes
    }

    enum CodingKeys: String, StoredKey {
        case metric
        case limit = "limit_bytes"
    }
}
