// The intervals of watching, in nanoseconds, and what large trees are spaced out by.
extension Watcher {
    /// The interval while memory moves, unless the budget is close.
    static let intervalNanoseconds = 1_000_000
    /// The interval above 75 % of the budget where nothing else stops an overshoot, which is the fault
    /// rate times this.
    static let sharpIntervalNanoseconds = 250_000
    /// How often figures that cost more than a few microseconds are read.
    static let slowIntervalNanoseconds = 10_000_000
    /// The same while memory stands still.
    static let slowRestIntervalNanoseconds = 50_000_000
    /// The longest pause between two readings of a small tree, however slow they are.
    static let treePauseMaximumNanoseconds = 10_000_000
    /// A tree whose readings have been the same for so long is at rest.
    static let restingTreeReadingCount = 5
    /// It is then read so many times less often.
    static let treeRestFactor = 4
    /// The longest pause between two readings of a large tree.
    static let largeTreePauseMaximumNanoseconds = 2_000_000_000
    /// The largest tree that is small: to read each of its processes is as good as nothing.
    static let smallTreeCount = 16
    /// A large tree is read for one part of this many of a core's time, far from its budget.
    static let pausePerCost = 75
    /// The same for what only fills in details, or looks for what hardly ever happens.
    static let pausePerRareCost = 200
    /// The longest interval even so: signals and deadlines wait as long.
    static let intervalMaximumNanoseconds = 100_000_000
    /// The part of a small tree's time for which it may be held up by walks over its page tables.
    static let treePausePerCost = 50
    /// The time that a process which is asked to end gets before it is ended.
    static let graceNanoseconds = 1_000_000_000
}
