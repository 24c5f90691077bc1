internal import CLinux
import Glibc
import MemoryBudget
import Processes

/// The running tree of a trial, read from /proc through gauges that stay open.
final class WatchedTree: WatchedSystem {
    private let processes: ProcessTree
    private let page: GaugePage
    private let armed: [any ArmedEnforcement]
    private let signals: SignalPolicy
    /// Readable when the watch is over.
    private let wakeDescriptor: Int32
    /// Discovers the tree where no tracer announces it.
    private let findProcesses: (@Sendable () -> [pid_t])?
    private var openGauges: [pid_t: Gauge] = [:]
    /// Every process that was found, where no tracer announces them.
    private var seen: Set<pid_t> = []
    private var generation = -1

    /// The open gauge of one process.
    private final class Gauge {
        let resident: ResidentGauge
        init(_ resident: consuming ResidentGauge) { self.resident = resident }
    }

    init(_ watch: WatchThread.Watch, wakeDescriptor: Int32) {
        processes = watch.tree
        page = watch.page
        armed = watch.armed
        signals = watch.settings.signals
        findProcesses = watch.findProcesses
        self.wakeDescriptor = wakeDescriptor
        clinux_sharpen_timers(1_000)
    }

    var now: Int { monotonicNanoseconds() }
    var gauges: GaugeReading { page.read() }
    var tree: TreeState { processes.watchedState }

    func wait(nanoseconds: Int) -> Bool {
        clinux_wait_readable(wakeDescriptor, nanoseconds) != 0
    }

    func takeSignal() -> Int32? {
        switch signals {
        case .ignore: return nil
        case .forward:
            let signal = clinux_take_forwarded()
            return signal == 0 ? nil : signal
        case .stop: return StopSignals.last
        }
    }

    func perform(_ action: Watcher.Action) {
        switch action {
        case .forward(let signal): processes.forward(signal)
        case .askToEnd(let reason, let signal): processes.askToEnd(reason, signal: signal)
        case .end(let reason): processes.end(reason)
        }
    }

    // MARK: Readings

    func readResidents(isSlow: Bool) -> Residents {
        followTree(isSlow: isSlow)
        var all = Residents()
        for (process, gauge) in openGauges {
            let bytes = gauge.resident.read() ?? (residentBytes: 0, sharedBytes: 0)
            // A thread that left shows no memory any more: another thread's gauge does.
            if bytes.residentBytes == 0 {
                openGauges[process] = nil
                if findProcesses == nil { open(process, thread: nil) }
                continue
            }
            all.sumBytes += bytes.residentBytes
            all.anonymousBytes = max(
                all.anonymousBytes, bytes.residentBytes - bytes.sharedBytes)
            if bytes.residentBytes > all.largestBytes {
                all.largestBytes = bytes.residentBytes
                all.largestSharedBytes = bytes.sharedBytes
            }
        }
        all.processCount = openGauges.count
        return all
    }

    func readSlowly() -> SlowReading {
        var reading = SlowReading()
        for process in openGauges.keys {
            guard let status = MemoryStatus(thread: process) else { continue }
            reading.hasSplit = true
            reading.fileBytes = max(reading.fileBytes, status.fileBytes)
            reading.shmemBytes = max(reading.shmemBytes, status.shmemBytes)
        }
        // Kernels kill one process of a group; a shell above it would go on as if nothing were.
        reading.kernelHasKilled = armed.reduce(false) { $1.hasKilled() || $0 }
        return reading
    }

    func readPressure() -> PressureReading? {
        var pressure = armed.lazy.compactMap { $0.pressure() }.first
        pressure?.takenNanoseconds = now
        return pressure
    }

    func readProportional() -> ProportionalSum {
        let before = threadNanoseconds()
        let bytes = openGauges.keys.compactMap { proportionalBytes(process: $0) }.reduce(0, +)
        return ProportionalSum(bytes: bytes, costNanoseconds: threadNanoseconds() - before)
    }

    // MARK: Gauges

    private func followTree(isSlow: Bool) {
        if let findProcesses {
            guard isSlow else { return }
            let found = Set(findProcesses())
            seen.formUnion(found)
            processes.raiseCount(to: seen.count)
            openGauges = openGauges.filter { found.contains($0.key) }
            for process in found where openGauges[process] == nil { open(process, thread: process) }
            return
        }
        let current = processes.generation
        guard current != generation else { return }
        generation = current
        let living = processes.living.filter { !$0.sharesMemory }
        openGauges = openGauges.filter { gauge in living.contains { $0.id == gauge.key } }
        for process in living where openGauges[process.id] == nil {
            open(process.id, thread: process.threads.contains(process.id) ? process.id : nil)
        }
    }

    private func open(_ process: pid_t, thread: pid_t?) {
        let thread = thread ?? processes.living.first { $0.id == process }?.threads.first
        guard let thread, let gauge = ResidentGauge(process: process, thread: thread) else {
            return
        }
        openGauges[process] = Gauge(gauge)
    }
}
