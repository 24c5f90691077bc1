import Harness
import MemoryBudget
import RunStore

extension EnvironmentRecord {
    /// The machine as it is now.
    static var current: EnvironmentRecord {
        let facts = MachineFacts()
        return EnvironmentRecord(
            kernel: facts.kernel, architecture: facts.architecture, cpus: facts.cpuCount,
            memoryBytes: facts.memoryBytes, pageSizeBytes: facts.pageSizeBytes,
            thp: facts.hugePages, swapBytes: facts.swapBytes,
            swift: swiftVersion,
            enforcement: [Capability.cgroup()].filter(\.isAvailable).compactMap(\.tier)
                + [.watchdog, .rlimit])
    }

    /// Of the compiler that built this program.
    private static var swiftVersion: String? {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #elseif compiler(>=6.2)
            "6.2"
        #else
            "6.1"
        #endif
    }
}
