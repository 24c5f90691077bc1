import Glibc
import MemoryBudget

/// The readings of one round.
struct WatchRound {
    /// The current resident memory.
    var residents = Residents()
    /// The current gauges.
    var gauges = GaugeReading()
    /// The state of the tree.
    var tree = TreeState()
    /// The expensive readings; `nil` if they were not due.
    var slow: SlowReading?
    /// The memory pressure on the tree; `nil` if it was not due, or can't be read.
    var pressure: PressureReading?
    /// The sum of proportional set sizes; `nil` if it was not due.
    var proportional: ProportionalSum?
    /// A signal that reached the harness; `nil` for none.
    var signal: IncomingSignal?
}

/// A signal that reached the harness.
struct IncomingSignal: Equatable {
    var number: Int32
    /// The process that sent the signal; `nil` if irrelevant.
    var sender: pid_t?
}

/// The resident memory of the largest process, and of all together.
struct Residents: Equatable {
    /// The number of processes that could be read.
    var processCount = 0
    var largestBytes = 0
    /// The file-backed and shared memory of the largest process.
    var largestSharedBytes = 0
    /// The maximum anonymous memory of any process.
    var anonymousBytes = 0
    /// The sum over all processes; shared pages count for each.
    var sumBytes = 0
    /// The maximum that the kernel's counters may hide in total; 0 if they are exact.
    var hiddenBytes = 0
    /// The living processes that could not be read.
    var refused: [pid_t] = []
    /// The processor time of the reading; 0 for a tree so small that it is negligible.
    var costNanoseconds = 0
}

/// The state of a tree.
struct TreeState: Equatable {
    /// The total number of processes so far.
    var processCount = 0
    /// Whether the leader runs its program already, so signals can be sent to it.
    var hasLeader = false
    /// Whether the tree has been ended.
    var isEnded = false
    /// Whether the tree has been asked to end, or ended.
    var isAsked = false
}

/// Readings that cost more than a few microseconds.
struct SlowReading: Equatable {
    /// The file-backed and shared memory; `nil` if not due, or if they can't be read separately.
    var split: SplitReading?
    /// Whether the kernel's counters show that it killed a process of the tree.
    var kernelHasKilled = false
    /// The charge of the tree, in bytes; `nil` if the kernel doesn't count it for the tree alone.
    var chargeBytes: Int?
}

/// The maximum file-backed and shared memory of any process.
struct SplitReading: Equatable {
    var fileBytes = 0
    var shmemBytes = 0
}

/// The sum of the proportional set sizes of a tree.
struct ProportionalSum: Equatable {
    /// The sum, or its lower bound if a process can't be read.
    var bytes: Int
    /// The upper bound, with resident sizes of processes whose proportional ones can't be read.
    /// `nil` if it equals the sum.
    var highestBytes: Int?
    /// The processor time of the reading.
    var costNanoseconds: Int
}

/// The highest sampled readings of a tree, and its series.
struct SampledReadings: Sendable {
    /// The maximum of any process.
    var peakRSSBytes = 0
    var peakAnonymousBytes = 0
    var peakFileBytes = 0
    var peakShmemBytes = 0
    /// The maximum sum of proportional set sizes, or the largest process if that was more.
    var peakTreeBytes = 0
    /// The upper bound of the tree's peak if a process can't be read; otherwise 0.
    var highestTreeBytes = 0
    /// The maximum charge of the tree; `nil` if the kernel doesn't count it for the tree alone.
    var peakChargeBytes: Int?
    /// Every process that could not be read at some time.
    var refused: Set<pid_t> = []
    /// Whether file-backed and shared memory were ever read separately.
    var hasSplit = false
    /// The tree's stall at its deadline; `nil` for none.
    var stall: Stall?
    var series = Series()
}
