import Processes
import Glibc
import Synchronization
import Threads

/// The thread that watches one trial, from its start to ``finish()``.
final class WatchThread: Sendable {
    /// The trial to watch.
    struct Watch: Sendable {
        var settings: Watcher.Settings
        var tree: ProcessTree
        var page: GaugePage
        /// The mechanisms in force, whose counters show kills by the kernel.
        var armed: [any ArmedEnforcement]
        /// The search for processes that no tracer reports.
        var discovery: ProcessDiscovery
        /// The reader of a profiled trial's memory at its peak; `nil` for other trials.
        var reader: MemoryReader?
        /// The latest memory, which every round updates.
        var memory: LatestMemory
    }

    private let wake: Pipe
    private let thread: DedicatedThread
    private let readings: Readings
    private let peaks: PeakReader?

    /// The readings, shared by the two threads.
    private final class Readings: Sendable {
        let value = Mutex(SampledReadings())
    }

    /// Starts to watch.
    init(_ watch: Watch) throws {
        let wake = try Pipe()
        let readings = Readings()
        var peaks: PeakReader?
        do {
            peaks = try watch.reader.map { try PeakReader($0) }
            let noted = peaks
            thread = try DedicatedThread {
                var loop = WatchLoop(
                    watch.settings,
                    system: WatchedTree(watch, peaks: noted, wakeDescriptor: wake.readEnd),
                    memory: watch.memory)
                let taken = loop.run()
                readings.value.withLock { $0 = taken }
            }
        } catch {
            peaks?.finish()
            wake.close()
            throw error
        }
        self.peaks = peaks
        self.wake = wake
        self.readings = readings
    }

    /// Stops watching and returns the readings.
    func finish() -> SampledReadings {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
        thread.join()
        peaks?.finish()
        wake.close()
        return readings.value.withLock { $0 }
    }
}
