internal import CLinux
import Glibc
import MemoryBudget
import Processes

/// The running tree of a trial, read from /proc.
final class WatchedTree: WatchedSystem {
    private let processes: ProcessTree
    private let page: GaugePage
    private let armed: [any ArmedEnforcement]
    private let signals: SignalPolicy
    private let peaks: PeakReader?
    private let walks: BudgetWalks
    /// The descriptor that becomes readable when the watch is over.
    private let wakeDescriptor: Int32
    private let descriptors = DescriptorAllowance()
    private var watched: [pid_t: WatchedProcess] = [:]
    /// The search for processes that no tracer reports: the whole tree, or those that escaped it.
    private let discovery: ProcessDiscovery
    private var discoveryPace: Pace
    private var splitPace = Pace(
        minimumNanoseconds: Watcher.slowIntervalNanoseconds,
        pausePerCost: Watcher.pausePerRareCost)

    /// - Parameter peaks: The reader that is notified of each new high; `nil` for none.
    init(_ watch: WatchThread.Watch, peaks: PeakReader?, wakeDescriptor: Int32) {
        processes = watch.tree
        page = watch.page
        armed = watch.armed
        signals = watch.settings.signals
        self.peaks = peaks
        walks = BudgetWalks(counters: .system, budget: watch.settings.budget)
        discovery = watch.discovery
        discoveryPace = discovery.pace
        self.wakeDescriptor = wakeDescriptor
        clinux_sharpen_timers(1_000)
    }

    var now: Int { monotonicNanoseconds() }
    var gauges: GaugeReading { page.read() }
    var tree: TreeState { processes.watchedState }

    func wait(nanoseconds: Int) -> Bool {
        clinux_wait_readable(wakeDescriptor, nanoseconds) != 0
    }

    func takeSignal() -> IncomingSignal? {
        switch signals {
        case .ignore: return nil
        case .forward:
            var sender: pid_t = 0
            let signal = clinux_take_forwarded(&sender)
            return signal == 0 ? nil : IncomingSignal(number: signal, sender: sender)
        case .stop: return StopSignals.last.map { IncomingSignal(number: $0) }
        }
    }

    func perform(_ action: Watcher.Action) {
        switch action {
        case .forward(let signal): processes.forward(signal.number, from: signal.sender)
        case .askToEnd(let reason, let signal): processes.askToEnd(reason, signal: signal)
        case .end(let reason): processes.end(reason)
        }
    }

    // MARK: Readings

    func readResidents() -> Residents {
        followTree()
        let isLarge = watched.count > Watcher.smallTreeCount
        let before = isLarge ? threadNanoseconds() : 0
        let now = self.now
        var all = Residents(processCount: watched.count)
        for process in watched.values { add(process, at: now, to: &all) }
        noteHigh()
        all.costNanoseconds = isLarge ? threadNanoseconds() - before : 0
        return all
    }

    private func noteHigh() {
        guard let peaks,
            let largest = watched.values.max(by: { $0.bytes.resident < $1.bytes.resident })
        else { return }
        peaks.note(largest)
    }

    private func add(_ process: WatchedProcess, at now: Int, to all: inout Residents) {
        switch process.read(at: now) {
        case .read(let bytes):
            all.sumBytes += bytes.resident
            all.hiddenBytes += process.hiddenBytes
            all.anonymousBytes = max(all.anonymousBytes, bytes.anonymous)
            guard bytes.resident > all.largestBytes else { return }
            all.largestBytes = bytes.resident
            all.largestSharedBytes = bytes.shared
        case .gone: return
        case .refused: all.refused.append(process.id)
        }
    }

    func readSlowly() -> SlowReading {
        let split = splitPace.run(at: now) { readSplit() }
        // Kernels kill one process of a group; a shell above it would continue regardless.
        let hasKilled = armed.reduce(false) { $1.hasKilled() || $0 }
        if case .launched = discovery { for mechanism in armed { mechanism.noteCharge() } }
        discovery.noteImage(on: page)
        return SlowReading(
            split: split.flatMap(\.self), kernelHasKilled: hasKilled,
            chargeBytes: armed.lazy.compactMap { $0.chargeBytes() }.first)
    }

    private func readSplit() -> SplitReading? {
        var reading: SplitReading?
        for process in watched.values {
            guard let status = MemoryStatus(thread: process.thread) else { continue }
            process.note(status)
            reading = SplitReading(
                fileBytes: max(reading?.fileBytes ?? 0, status.fileBytes),
                shmemBytes: max(reading?.shmemBytes ?? 0, status.shmemBytes))
        }
        return reading
    }

    func readPressure() -> PressureReading? {
        var pressure = armed.lazy.compactMap { $0.pressure() }.first
        pressure?.takenNanoseconds = now
        return pressure
    }

    func readProportional() -> ProportionalSum {
        let before = threadNanoseconds()
        let sum = TreeSum(watched.values.map { (process: $0, reading: $0.readProportional()) })
        return ProportionalSum(
            bytes: sum.lowestBytes, highestBytes: sum.refusedCount > 0 ? sum.highestBytes : nil,
            costNanoseconds: threadNanoseconds() - before)
    }

    // MARK: Following

    private func followTree() {
        for change in processes.takeChanges() {
            switch change {
            case .began(let process): begin(process)
            case .ended(let process): end(process)
            }
        }
        discoveryPace.maximumNanoseconds =
            discovery.pauseMaximumNanoseconds(processCount: watched.count)
        guard let found = discoveryPace.run(at: now, { discovery.look(in: processes) }),
            let found
        else { return }
        for process in found where watched[process] == nil { begin(process) }
        for process in Array(watched.keys) where !found.contains(process) { end(process) }
    }

    private func begin(_ process: pid_t) {
        guard watched[process] == nil else { return }
        watched[process] = WatchedProcess(
            id: process, staysOpen: descriptors.take(), walks: walks)
    }

    private func end(_ process: pid_t) {
        guard watched.removeValue(forKey: process)?.staysOpen == true else { return }
        descriptors.giveBack()
    }
}

/// The bounds of a tree's memory if some of its processes can't be read.
struct TreeSum {
    private(set) var refusedCount = 0
    private var proportionalBytes = 0
    private var refusedResidentBytes = 0
    private var ownAnonymousBytes = 0

    init(_ readings: [(process: WatchedProcess, reading: ProcReading<Int>)]) {
        for (process, reading) in readings {
            add(
                reading, residentBytes: process.bytes.resident,
                ownAnonymousBytes: process.ownAnonymousBytes)
        }
    }

    init() {}

    /// Adds a process: its proportional size if that could be read, and its other known sizes.
    mutating func add(
        _ reading: ProcReading<Int>, residentBytes: Int, ownAnonymousBytes: Int
    ) {
        self.ownAnonymousBytes += ownAnonymousBytes
        switch reading {
        case .read(let bytes): proportionalBytes += bytes
        case .gone: self.ownAnonymousBytes -= ownAnonymousBytes
        case .refused:
            refusedCount += 1
            refusedResidentBytes += residentBytes
        }
    }

    /// The lower bound of the tree's memory.
    ///
    /// Resident sizes count shared pages, including anonymous memory after a fork, once per
    /// process, so a tree within its budget could appear to exceed it. A process's own pages belong
    /// to no other. Each of the two sums is a valid lower bound, but mixing them across processes
    /// would not be: a proportional size includes a share of other processes' own pages.
    var lowestBytes: Int {
        refusedCount == 0 ? proportionalBytes : max(proportionalBytes, ownAnonymousBytes)
    }

    /// The upper bound of the tree's memory.
    var highestBytes: Int { proportionalBytes + refusedResidentBytes }
}
