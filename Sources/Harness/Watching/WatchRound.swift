import MemoryBudget

/// The readings of one round.
struct WatchRound {
    /// Resident memory now.
    var residents = Residents()
    /// The gauge page now.
    var gauges = GaugeReading()
    /// The state of the tree.
    var tree = TreeState()
    /// What is read less often; nil if it was not due.
    var slow: SlowReading?
    /// The memory pressure on the tree; nil if it was not due, or can't be read.
    var pressure: PressureReading?
    /// The sum of proportional set sizes; nil if it was not due.
    var proportional: ProportionalSum?
    /// A signal that reached the harness; nil for none.
    var signal: Int32?
}

/// Resident memory of the largest process, and of all together.
struct Residents: Equatable {
    /// How many processes could be read.
    var processCount = 0
    var largestBytes = 0
    /// File-backed and shared memory of the largest process.
    var largestSharedBytes = 0
    /// The most anonymous memory of any process.
    var anonymousBytes = 0
    /// Of all; shared pages count for each.
    var sumBytes = 0
}

/// The state of a tree.
struct TreeState: Equatable {
    /// How many processes there were, in all.
    var processCount = 0
    /// Whether the leader runs its program by now, and can be sent signals.
    var hasLeader = false
    /// Whether the tree has been ended, or asked to end.
    var isEnded = false
}

/// Figures that cost more than a few microseconds.
struct SlowReading: Equatable {
    /// Whether file-backed and shared memory could be read apart.
    var hasSplit = false
    /// The most of any process.
    var fileBytes = 0
    /// The most of any process.
    var shmemBytes = 0
    /// Whether the kernel's counters say that it killed a process of the tree.
    var kernelHasKilled = false
}

/// The proportional set sizes of a tree, in sum.
struct ProportionalSum: Equatable {
    var bytes: Int
    /// Processor time that the reading took.
    var costNanoseconds: Int
}

/// The highest sampled readings of a tree, and its series.
struct SampledReadings: Sendable {
    /// Of any process.
    var peakRSSBytes = 0
    var peakAnonymousBytes = 0
    var peakFileBytes = 0
    var peakShmemBytes = 0
    /// The sum of proportional set sizes, or the largest process if that was more.
    var peakTreeBytes = 0
    /// Whether file-backed and shared memory were ever read apart.
    var hasSplit = false
    /// The tree's standstill for want of memory at its deadline; nil if there was none.
    var stall: Stall?
    var series = Series()
}
