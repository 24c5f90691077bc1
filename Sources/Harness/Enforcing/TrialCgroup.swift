import Glibc
import Synchronization

/// The cgroup of one trial: its limit, the way in, and what the kernel recorded.
final class TrialCgroup: Sendable {
    let path: String
    let version: CgroupLocation.Version
    private let files: any CgroupFiles
    private let state = Mutex(State())

    private struct State {
        /// Every limit that was set, ascending: one that was raised later may have killed before.
        var limits: [Int] = []
        var kernelBytes = 0
    }

    /// The limit in force, in bytes.
    var limitBytes: Int { state.withLock { $0.limits.last ?? 0 } }

    init(path: String, version: CgroupLocation.Version, files: any CgroupFiles) {
        self.path = path
        self.version = version
        self.files = files
    }

    /// Sets the limit, memory and swap together, so that swapping can't leak the budget.
    ///
    /// Also raises it: version 1 keeps memory ≤ memory+swap at every moment, so the order matters.
    func setLimit(bytes: Int) throws(CgroupParent.Unavailable) {
        let settings: [(file: String, value: String, isRequired: Bool)]
        switch version {
        case .v1:
            let current = number("memory.limit_in_bytes") ?? .max
            let memory = ("memory.limit_in_bytes", "\(bytes)", true)
            // Missing where the kernel does not account for swap.
            let both = ("memory.memsw.limit_in_bytes", "\(bytes)", false)
            settings = bytes < current ? [memory, both] : [both, memory]
        case .v2:
            settings = [
                ("memory.max", "\(bytes)", true), ("memory.swap.max", "0", false),
                ("memory.oom.group", "1", false),
            ]
        }
        for setting in settings {
            let file = "\(path)/\(setting.file)"
            if let error = files.write(setting.value, to: file), setting.isRequired {
                throw CgroupParent.Unavailable(
                    reason: "can't set \(file): \(systemMessage(error))")
            }
        }
        state.withLock { $0.limits.append(bytes) }
    }

    /// Takes note of what the kernel itself holds for the group (pipes, page tables): charged, and
    /// in no metric.
    func noteKernelMemory() {
        let bytes =
            switch version {
            case .v1: number("memory.kmem.max_usage_in_bytes") ?? 0
            case .v2: keyed("memory.stat", "kernel") ?? 0
            }
        state.withLock { $0.kernelBytes = max($0.kernelBytes, bytes) }
    }

    /// A descriptor of `cgroup.procs`, for the new process to move itself; the caller closes it.
    func openProcesses() -> Int32 {
        files.openForWriting("\(path)/cgroup.procs")
    }

    /// What the kernel recorded so far.
    func evidence() -> CgroupEvidence {
        noteKernelMemory()
        let (limits, kernelBytes) = state.withLock { ($0.limits, $0.kernelBytes) }
        let isFirst = version == .v1
        return CgroupEvidence(
            killCount: keyed(isFirst ? "memory.oom_control" : eventsFile, "oom_kill") ?? 0,
            limits: limits,
            peakBytes: number(isFirst ? "memory.max_usage_in_bytes" : "memory.peak") ?? 0,
            // `max` also counts reclaim of page cache, which kills nobody.
            hitLimit: isFirst ? nil : (keyed(eventsFile, "oom") ?? 0) > 0,
            sharedBytes: keyed("memory.stat", "shmem") ?? 0, kernelBytes: kernelBytes)
    }

    /// Ends whatever is still inside.
    func killMembers() {
        if version == .v2 { _ = files.write("1", to: "\(path)/cgroup.kill") }
        for line in (files.read("\(path)/cgroup.procs") ?? "").split(separator: "\n") {
            if let process = pid_t(line), process > 0 { kill(process, SIGKILL) }
        }
    }

    /// The local file leaves out what happened in groups below; older kernels have only the other.
    private var eventsFile: String {
        files.read("\(path)/memory.events.local") == nil ? "memory.events" : "memory.events.local"
    }

    /// Ends what is still inside and removes the group; a member that dies slowly is waited for.
    func remove() {
        for _ in 0..<200 {
            guard files.removeDirectory(path) == EBUSY else { return }
            killMembers()
            usleep(5_000)
        }
    }

    private func number(_ file: String) -> Int? {
        files.read("\(path)/\(file)").flatMap { Int($0.filter { !$0.isWhitespace }) }
    }

    private func keyed(_ file: String, _ key: String) -> Int? {
        for line in (files.read("\(path)/\(file)") ?? "").split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, parts[0] == key { return Int(parts[1]) }
        }
        return nil
    }
}

/// The kernel's record of a trial's cgroup.
struct CgroupEvidence: Equatable, Sendable {
    /// Processes that the kernel killed for want of memory.
    var killCount: Int
    /// Every limit that was in force, ascending.
    var limits: [Int]
    /// The highest charge: not RSS, it includes page cache and kernel memory.
    var peakBytes: Int
    /// Version 2 counts how often the limit was met; nil for version 1, which is judged by the peak.
    var hitLimit: Bool?
    /// What is charged for tmpfs and shared memory now: once every process is gone, files on tmpfs
    /// that no metric of a process counts.
    var sharedBytes = 0
    /// The most that the kernel itself held for the group, as far as it was read.
    var kernelBytes = 0

    /// How close to the limit version 1's high-water mark must be.
    private static let toleranceBytes = 64 << 10

    /// Whether the kernel killed a process of the group.
    var hasKilled: Bool { killCount > 0 }

    /// Whether it did so because of our own limit, and not of one above or of the whole machine.
    var isOurLimit: Bool {
        let isAtLimit = limits.contains { abs(peakBytes - $0) <= Self.toleranceBytes }
        return hasKilled && (hitLimit ?? isAtLimit)
    }

    /// The limit in force at the end, in bytes.
    var limitBytes: Int { limits.last ?? 0 }
}
