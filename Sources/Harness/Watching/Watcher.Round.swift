internal import CLinux
import Glibc
import MemoryBudget

extension Watcher {
    /// The watching thread's own state, and one round of readings after the other.
    struct Round: ~Copyable {
        private let settings: Settings
        private let tree: ProcessTree
        private let page: GaugePage
        private let startNanoseconds: Int
        private let findProcesses: (@Sendable () -> [pid_t])?
        private var gauges: [pid_t: Gauge] = [:]
        /// Every process that was found, where no tracer announces them.
        private var seen: Set<pid_t> = []
        private var generation = -1
        private var now = 0
        private var slowReadingDue = 0
        private var treeReadingDue = 0
        private var killDue: Int?
        private(set) var readings = SampledReadings()
        private(set) var intervalNanoseconds = Watcher.intervalNanoseconds

        /// The open gauge of one process.
        private final class Gauge {
            var resident: ResidentGauge
            init(_ resident: consuming ResidentGauge) { self.resident = resident }
        }

        /// How often figures that cost more than a few microseconds are read.
        private static let slowIntervalNanoseconds = 10_000_000
        /// The longest pause between two readings of the tree, however large it is.
        private static let treeIntervalMaximumNanoseconds = 10_000_000
        /// What a process that is asked to end gets before it is ended.
        private static let graceNanoseconds = 1_000_000_000

        init(
            settings: Settings, tree: ProcessTree, page: GaugePage, start: Int,
            findProcesses: (@Sendable () -> [pid_t])?
        ) {
            self.settings = settings
            self.tree = tree
            self.page = page
            startNanoseconds = start
            self.findProcesses = findProcesses
        }

        /// Reads everything that is due, and acts on it.
        mutating func take() {
            now = monotonicNanoseconds()
            heedSignals()
            heedDeadline()
            followTree()
            let reading = readResidents()
            if now >= slowReadingDue { readSlowly() }
            readTree(reading)
            record(reading)
            judge(reading)
        }

        private mutating func heedSignals() {
            switch settings.signals {
            case .ignore: return
            case .forward:
                // One that comes before there is anybody to have it waits.
                guard tree.hasLeader else { return }
                let signal = clinux_take_forwarded()
                if signal != 0 { tree.forward(signal) }
            case .stop:
                if lastSignal() != nil { tree.end(.interrupted) }
            }
        }

        private mutating func heedDeadline() {
            if let killDue, now >= killDue { tree.end(.deadline) }
            guard let timeout = settings.limits.timeout, killDue == nil,
                now - startNanoseconds >= timeout.wholeNanoseconds
            else { return }
            tree.askToEnd(.deadline, signal: SIGTERM)
            killDue = now + Self.graceNanoseconds
        }

        private mutating func followTree() {
            if let findProcesses {
                guard now >= slowReadingDue else { return }
                let found = Set(findProcesses())
                seen.formUnion(found)
                tree.raiseCount(to: seen.count)
                gauges = gauges.filter { found.contains($0.key) }
                for process in found where gauges[process] == nil { open(process, process) }
                return
            }
            let current = tree.generation
            guard current != generation else { return }
            generation = current
            let living = tree.living.filter { !$0.sharesMemory }
            gauges = gauges.filter { gauge in living.contains { $0.id == gauge.key } }
            for process in living where gauges[process.id] == nil {
                open(process.id, process.threads.contains(process.id) ? process.id : nil)
            }
        }

        private mutating func open(_ process: pid_t, _ thread: pid_t?) {
            let thread = thread ?? tree.living.first { $0.id == process }?.threads.first
            guard let thread, let gauge = ResidentGauge(process: process, thread: thread) else {
                return
            }
            gauges[process] = Gauge(gauge)
        }

        /// Resident memory now: of the largest process, and of all together.
        private struct Residents {
            var largest = 0
            var largestShared = 0
            var anonymous = 0
            var sum = 0
        }

        private mutating func readResidents() -> Residents {
            var all = Residents()
            for (process, gauge) in gauges {
                let bytes = gauge.resident.read() ?? (residentBytes: 0, sharedBytes: 0)
                // A thread that left shows no memory any more: another thread's gauge does.
                if bytes.residentBytes == 0 {
                    gauges[process] = nil
                    if findProcesses == nil { open(process, nil) }
                    continue
                }
                let anonymous = bytes.residentBytes - bytes.sharedBytes
                all.sum += bytes.residentBytes
                all.anonymous = max(all.anonymous, anonymous)
                if bytes.residentBytes > all.largest {
                    all.largest = bytes.residentBytes
                    all.largestShared = bytes.sharedBytes
                }
            }
            readings.peakRSSBytes = max(readings.peakRSSBytes, all.largest)
            readings.peakAnonymousBytes = max(readings.peakAnonymousBytes, all.anonymous)
            return all
        }

        /// File and shared memory apart, and what the kernel killed.
        private mutating func readSlowly() {
            slowReadingDue = now + Self.slowIntervalNanoseconds
            for process in gauges.keys {
                guard let status = MemoryStatus(thread: process) else { continue }
                readings.hasSplit = true
                readings.peakFileBytes = max(readings.peakFileBytes, status.fileBytes)
                readings.peakShmemBytes = max(readings.peakShmemBytes, status.shmemBytes)
            }
            // Kernels kill one process of a group; a shell above it would go on as if nothing were.
            if let cgroup = settings.cgroup {
                cgroup.noteKernelMemory()
                if tree.ending == nil, cgroup.evidence().hasKilled { tree.end(.kernelKill) }
            }
        }

        /// The tree's memory: the sum of proportional set sizes, or the largest process if that is
        /// more (what it shares with strangers is in the tree all the same).
        ///
        /// The sum is read where it can exceed what is known already: the sum of resident sizes is
        /// never below it, and costs nothing.
        private mutating func readTree(_ all: Residents) {
            readings.peakTreeBytes = max(readings.peakTreeBytes, all.largest)
            let limit = settings.watchedBudget.flatMap {
                judgedMetric($0.metric) == .peakTree ? $0.limit.bytes : nil
            }
            guard gauges.count > 1, all.sum > readings.peakTreeBytes, now >= treeReadingDue
            else { return }
            let before = threadNanoseconds()
            let sum = gauges.keys.compactMap { proportionalBytes(process: $0) }.reduce(0, +)
            readings.peakTreeBytes = max(readings.peakTreeBytes, sum)
            // Walking page tables holds the measured process up: about 2 % of the time, unless the
            // budget may be crossed any moment.
            let isClose = limit.map { all.sum > $0 / 4 * 3 } ?? false
            let pause = (isClose ? 2 : 50) * (threadNanoseconds() - before)
            treeReadingDue = now + min(pause, Self.treeIntervalMaximumNanoseconds)
        }

        private mutating func record(_ all: Residents) {
            let gauge = page.read()
            guard all.largest > 0 else { return }
            readings.series.append(
                Sample(
                    timeNanoseconds: now - startNanoseconds, rssBytes: all.largest,
                    anonymousBytes: all.largest - all.largestShared, fileBytes: all.largestShared,
                    liveBytes: gauge.hasAgent ? gauge.liveBytes : nil,
                    unitsDone: gauge.hasWorker ? gauge.unitsDone : nil))
        }

        private mutating func judge(_ all: Residents) {
            guard let budget = settings.watchedBudget, tree.ending == nil else { return }
            let metric = judgedMetric(budget.metric)
            let bytes: Int
            switch metric {
            case .peakRSS: bytes = all.largest
            case .peakAnonymous: bytes = all.anonymous
            case .peakTree: bytes = readings.peakTreeBytes
            case .peakLive: bytes = page.read().peakLiveBytes
            }
            if !budget.allows(bytes) {
                tree.end(.overBudget(bytes: bytes, atNanoseconds: now - startNanoseconds))
            }
            let isClose = bytes > budget.limit.bytes / 4 * 3
            intervalNanoseconds =
                isClose ? Watcher.sharpIntervalNanoseconds : Watcher.intervalNanoseconds
        }

        private func judgedMetric(_ metric: Metric) -> Metric {
            settings.limits.followsTree && tree.count > 1 ? .peakTree : metric
        }
    }
}
