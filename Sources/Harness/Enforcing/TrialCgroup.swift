import Files
import Glibc
import MemoryBudget
import Processes
import Synchronization

/// The cgroup of one trial: its limit, the way in, and the kernel's record.
final class TrialCgroup: Sendable {
    let version: any CgroupVersion
    private let group: CgroupReader
    /// The same group, for files that are read repeatedly while a trial runs.
    private let watched: CgroupReader
    private let hold: CgroupHold
    private let state = Mutex(State())

    private struct State {
        var limits: [Int] = []
        var kernelBytes = 0
        var charge = KilledCharge()
    }

    /// The folder of the group.
    var path: String { group.path }

    /// The limit in force, in bytes.
    var limitBytes: Int { state.withLock { $0.limits.last ?? 0 } }

    init(
        path: String, version: any CgroupVersion, files: any CgroupFiles, hold: CgroupHold
    ) {
        self.version = version
        self.hold = hold
        group = CgroupReader(path: path, files: files)
        watched = CgroupReader(path: path, files: KeptOpen(files))
    }

    /// Sets or raises the limit.
    func setLimit(bytes: Int) throws(EnforcementUnavailable) {
        for setting in version.settings(limitBytes: bytes, of: group) {
            let file = "\(path)/\(setting.file)"
            if let error = group.files.write(setting.value, to: file), setting.isRequired {
                throw EnforcementUnavailable(reason: "can't set \(file): \(systemMessage(error))")
            }
        }
        state.withLock { $0.limits.append(bytes) }
    }

    /// Opens `cgroup.procs`, through which the new process moves itself; the caller closes the
    /// descriptor.
    func openProcesses() throws -> Int32 {
        let descriptor = group.files.openForWriting("\(path)/cgroup.procs")
        // To run outside the limit that the record claims would be a silent downgrade.
        guard descriptor >= 0 else {
            throw MachineError(.unavailable, "can't enter \(path): \(systemMessage(errno))")
        }
        return descriptor
    }

    /// Returns the kernel's record so far.
    func evidence(isContainer: Bool) -> CgroupEvidence {
        var counters = version.counters(of: group)
        return state.withLock { state in
            state.kernelBytes = max(state.kernelBytes, counters.kernelBytes)
            counters.kernelBytes = state.kernelBytes
            state.charge.note(counters.parts, hasKilled: counters.killCount > 0)
            return CgroupEvidence(
                counters: counters, limits: state.limits, isContainer: isContainer,
                killedParts: counters.killCount > 0 ? state.charge.parts : nil)
        }
    }

    /// Whether the kernel has killed a process of the group.
    var hasKilled: Bool { version.killCount(of: watched) > 0 }

    /// Reads the charge of a process that the kernel killed, while it is still charged; must be
    /// called before a process ends.
    func noteEnd() {
        if hasKilled { noteCharge(hasKilled: true) }
    }

    /// Records the charge by kind.
    func noteCharge() {
        noteCharge(hasKilled: hasKilled)
    }

    private func noteCharge(hasKilled: Bool) {
        let parts = version.chargeParts(of: watched)
        state.withLock { state in
            state.kernelBytes = max(state.kernelBytes, parts.kernelBytes ?? 0)
            state.charge.note(parts, hasKilled: hasKilled)
        }
    }

    /// Returns the current charge, in bytes; `nil` if it can't be read.
    func chargeBytes() -> Int? { version.chargeBytes(of: watched) }

    /// Returns the memory pressure on the processes; `nil` if the kernel doesn't count it.
    func pressure() -> PressureReading? { version.pressure(on: group) }

    /// The processes in the group.
    var members: [pid_t] {
        (group.text("cgroup.procs") ?? "").split(separator: "\n").compactMap { pid_t($0) }
            .filter { $0 > 0 }
    }

    /// Kills all remaining processes in the group.
    func killMembers() {
        version.killAll(in: group)
        for process in members { kill(process, SIGKILL) }
    }

    /// Kills the remaining processes and removes the group, waiting for members that die slowly.
    func remove() {
        for _ in 0..<200 {
            guard group.files.removeDirectory(path) == EBUSY else { return }
            killMembers()
            usleep(5_000)
        }
    }
}
