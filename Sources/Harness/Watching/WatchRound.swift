import Glibc
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
    var signal: IncomingSignal?
}

/// A signal that reached the harness.
struct IncomingSignal: Equatable {
    var number: Int32
    /// The process that sent it; nil if that is of no interest.
    var sender: pid_t?
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
    /// The most that the kernel's counters may hide of all; 0 where they are exact.
    var hiddenBytes = 0
    /// Processes that live and could not be read.
    var refused: [pid_t] = []
    /// Processor time that the reading took; 0 for a tree so small that it doesn't matter.
    var costNanoseconds = 0
}

/// The state of a tree.
struct TreeState: Equatable {
    /// How many processes there were, in all.
    var processCount = 0
    /// Whether the leader runs its program by now, and can be sent signals.
    var hasLeader = false
    /// Whether the tree has been ended.
    var isEnded = false
    /// Whether it has been asked to end, or ended.
    var isAsked = false
}

/// Figures that cost more than a few microseconds.
struct SlowReading: Equatable {
    /// File-backed and shared memory; nil if it was not due, or could not be read apart.
    var split: SplitReading?
    /// Whether the kernel's counters say that it killed a process of the tree.
    var kernelHasKilled = false
    /// The charge of the tree, in bytes; nil where the kernel counts none for it alone.
    var chargeBytes: Int?
}

/// File-backed and shared memory: the most of any process.
struct SplitReading: Equatable {
    var fileBytes = 0
    var shmemBytes = 0
}

/// The proportional set sizes of a tree, in sum.
struct ProportionalSum: Equatable {
    /// The sum, or what it is at least if a process refuses to be read.
    var bytes: Int
    /// Its upper bound: resident sizes where the proportional ones are refused. Nil if that is
    /// the same.
    var highestBytes: Int?
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
    /// The highest that the tree's peak may have been, where a process refuses to be read; 0 if none does.
    var highestTreeBytes = 0
    /// The charge of the tree; nil where the kernel counts none for it alone.
    var peakChargeBytes: Int?
    /// Every process that could not be read at some time.
    var refused: Set<pid_t> = []
    /// Whether file-backed and shared memory were ever read apart.
    var hasSplit = false
    /// The tree's standstill for want of memory at its deadline; nil if there was none.
    var stall: Stall?
    var series = Series()
}
