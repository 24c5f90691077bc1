// The intervals of watching, in nanoseconds, and the factors that increase them for large trees.
extension Watcher {
    /// The interval while memory changes, unless the budget is close.
    static let intervalNanoseconds = 1_000_000
    /// The interval above 75 % of the budget if nothing else stops an overshoot, which is the page
    /// fault rate times this interval.
    static let sharpIntervalNanoseconds = 250_000
    /// The interval between readings that cost more than a few microseconds.
    static let slowIntervalNanoseconds = 10_000_000
    /// The interval between expensive readings while memory is constant.
    static let slowRestIntervalNanoseconds = 50_000_000
    /// The maximum pause between two readings of a small tree, however slow they are.
    static let treePauseMaximumNanoseconds = 10_000_000
    /// The number of equal readings after which a tree is idle.
    static let restingTreeReadingCount = 5
    /// The factor by which an idle tree is read less often.
    static let treeRestFactor = 4
    /// The maximum pause between two readings of a large tree.
    static let largeTreePauseMaximumNanoseconds = 2_000_000_000
    /// The size of the largest small tree: the cost of reading its processes is negligible.
    static let smallTreeCount = 16
    /// The inverse share of a core's time for reading a large tree, far from its budget.
    static let pausePerCost = 75
    /// The inverse share for secondary details and for searches that rarely find anything.
    static let pausePerRareCost = 200
    /// The maximum interval overall: signals and deadlines wait as long.
    static let intervalMaximumNanoseconds = 100_000_000
    /// The inverse share of a small tree's time for which page table walks may delay it.
    static let treePausePerCost = 50
    /// The time between asking a process to end and killing it.
    static let graceNanoseconds = 1_000_000_000
}
