internal import CLinux
import Glibc
import MemoryBudget
import Synchronization

/// What signals that reach the harness mean for the trial that runs.
package enum SignalPolicy: Sendable {
    /// They have nothing to do with it.
    case ignore
    /// They go to the command, which decides.
    case forward
    /// They end the trial.
    case stop
}

/// Reads a running tree from outside, at short intervals, and ends it when its metric crosses the
/// budget, its deadline passes, the kernel killed a part of it, or the harness is asked to stop.
///
/// Runs on a thread of its own from `run` to `stop`; its readings are taken afterwards.
final class Watcher: Sendable {
    /// The interval far from the budget, and without one.
    static let intervalNanoseconds = 1_000_000
    /// The interval above 75 % of the budget: the overshoot is the fault rate times this.
    static let sharpIntervalNanoseconds = 250_000

    /// What the watcher needs to know before it starts.
    struct Settings: Sendable {
        var limits: TrialLimits
        /// Judged by reading the metric; nil leaves that to the kernel.
        var watchedBudget: Budget?
        var cgroup: TrialCgroup?
        var signals: SignalPolicy
    }

    private let settings: Settings
    private let tree: ProcessTree
    private let page: GaugePage
    private let wake: Pipe
    private let findProcesses: (@Sendable () -> [pid_t])?
    private let readings = Mutex(SampledReadings())

    /// Makes a watcher; `findProcesses` discovers the tree where no tracer announces it.
    init(
        settings: Settings, tree: ProcessTree, page: GaugePage,
        findProcesses: (@Sendable () -> [pid_t])? = nil
    ) throws {
        self.settings = settings
        self.tree = tree
        self.page = page
        self.findProcesses = findProcesses
        wake = try Pipe()
    }

    deinit {
        wake.close()
    }

    /// Ends `run`.
    func stop() {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
    }

    /// What was read; call after `run` has returned.
    var result: SampledReadings { readings.withLock { $0 } }

    /// Watches until `stop`.
    func run() {
        clinux_sharpen_timers(1_000)
        var round = Round(
            settings: settings, tree: tree, page: page, start: monotonicNanoseconds(),
            findProcesses: findProcesses)
        while clinux_wait_readable(wake.readEnd, round.intervalNanoseconds) == 0 { round.take() }
        readings.withLock { $0 = round.readings }
    }
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
    var series = Series()
}
