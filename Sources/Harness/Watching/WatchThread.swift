import Processes
import Glibc
import Synchronization
import Threads

/// The thread that watches one trial, from its start to `finish`.
final class WatchThread: Sendable {
    /// The trial to be watched.
    struct Watch: Sendable {
        var settings: Watcher.Settings
        var tree: ProcessTree
        var page: GaugePage
        /// The mechanisms in force, whose counters tell what the kernel killed.
        var armed: [any ArmedEnforcement]
        /// Looks for what no tracer announces.
        var discovery: ProcessDiscovery
        /// Reads a profiled trial's memory at its peak; nil for one that is not profiled.
        var reader: MemoryReader?
        /// Told of every round.
        var memory: LatestMemory
    }

    private let wake: Pipe
    private let thread: DedicatedThread
    private let readings: Readings
    private let peaks: PeakReader?

    /// The readings, handed from one thread to the other.
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

    /// Ends the watch and returns what was read.
    func finish() -> SampledReadings {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
        thread.join()
        peaks?.finish()
        wake.close()
        return readings.value.withLock { $0 }
    }
}
