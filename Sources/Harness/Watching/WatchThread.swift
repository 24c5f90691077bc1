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
        /// Where a profiled trial's memory is kept at its peak; nil for one that is not profiled.
        var samples: SampleFolder?
    }

    private let wake: Pipe
    private let thread: DedicatedThread
    private let readings: Readings

    /// The readings, handed from one thread to the other.
    private final class Readings: Sendable {
        let value = Mutex(SampledReadings())
    }

    /// Starts to watch.
    init(_ watch: Watch) throws {
        let wake = try Pipe()
        let readings = Readings()
        do {
            thread = try DedicatedThread {
                var loop = WatchLoop(
                    watch.settings,
                    system: WatchedTree(watch, wakeDescriptor: wake.readEnd))
                let taken = loop.run()
                readings.value.withLock { $0 = taken }
            }
        } catch {
            wake.close()
            throw error
        }
        self.wake = wake
        self.readings = readings
    }

    /// Ends the watch and returns what was read.
    func finish() -> SampledReadings {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
        thread.join()
        wake.close()
        return readings.value.withLock { $0 }
    }
}
