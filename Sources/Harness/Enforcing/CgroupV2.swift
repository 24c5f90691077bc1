import Glibc
import MemoryBudget
import Files

/// Version 2: one hierarchy; only groups below one without processes of its own have controllers.
struct CgroupV2: CgroupVersion {
    let tier = EnforcementTier.cgroupV2
    let title = "v2"
    let answersForNone = true
    let limitFile = "memory.max"

    func ownPath(groups: [CgroupLocation.Group], mounts: [CgroupLocation.Mount]) -> String? {
        guard let group = groups.first(where: { $0.hierarchy == "0" }),
            let mount = mounts.first(where: { $0.type == "cgroup2" })
        else { return nil }
        return mount.path(of: group.path)
    }

    /// Returns the obstacle: the kernel allows no processes beside groups with limits, except in
    /// the root group, which has no type.
    func obstacle(to process: pid_t, in group: CgroupReader) -> CgroupStanding.Obstacle? {
        let written = ["", "/cgroup.procs", "/cgroup.subtree_control"]
        guard written.allSatisfy({ group.files.canWrite(group.path + $0) }) else {
            return .readOnly
        }
        guard hasMemory(group.text("cgroup.controllers")) else { return .withoutController }
        if hasMemory(group.text("cgroup.subtree_control")) || group.text("cgroup.type") == nil {
            return nil
        }
        guard let members = CgroupMembers(of: group) else { return .readOnly }
        if members.hasForeign { return .foreign }
        return members.processes.allSatisfy { $0 == process } ? nil : .shared
    }

    /// Moves this process into a leaf first. That fails if an unrelated process shares the group,
    /// because it can't be moved.
    func divide(
        _ own: String, leaf: String, files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> Bool {
        let group = CgroupReader(path: own, files: files)
        guard hasMemory(group.text("cgroup.controllers")) else {
            throw EnforcementUnavailable(
                reason: "\(own) has no memory controller (it is not delegated)")
        }
        if hasMemory(group.text("cgroup.subtree_control")) { return false }
        if let error = files.makeDirectory(leaf) {
            throw EnforcementUnavailable(reason: "can't create \(leaf): \(systemMessage(error))")
        }
        var failure = files.write("0", to: "\(leaf)/cgroup.procs")
        if failure == nil { failure = files.write("+memory", to: "\(own)/cgroup.subtree_control") }
        guard let failure else { return true }
        reunite(own, leaf: leaf, files: files)
        throw EnforcementUnavailable(
            reason: failure == EBUSY
                ? "other processes share the cgroup \(own)"
                : "no permission to subdivide \(own): \(systemMessage(failure))")
    }

    func reunite(_ own: String, leaf: String, files: any CgroupFiles) {
        _ = files.write("-memory", to: "\(own)/cgroup.subtree_control")
        _ = files.write("0", to: "\(own)/cgroup.procs")
        _ = files.removeDirectory(leaf)
    }

    /// Disables swap, which would let memory exceed the limit, and has a kill end the whole group.
    func settings(limitBytes: Int, of group: CgroupReader) -> [CgroupSetting] {
        [
            CgroupSetting(file: limitFile, value: "\(limitBytes)", isRequired: true),
            CgroupSetting(file: "memory.swap.max", value: "0"),
            CgroupSetting(file: "memory.oom.group", value: "1"),
        ]
    }

    func killCount(of group: CgroupReader) -> Int { events(of: group)["oom_kill"] ?? 0 }

    func counters(of group: CgroupReader) -> CgroupCounters {
        let events = events(of: group)
        let parts = chargeParts(of: group)
        return CgroupCounters(
            killCount: events["oom_kill"] ?? 0,
            peakBytes: group.number("memory.peak") ?? 0,
            limitHitCount: events["max"],
            // `max` also counts reclaim of page cache, which doesn't kill.
            hitLimit: (events["oom"] ?? 0) > 0,
            parts: parts, kernelBytes: parts.kernelBytes ?? 0)
    }

    /// Returns the events of the group alone; older kernels only count them with those below it.
    private func events(of group: CgroupReader) -> [String: Int] {
        let local = "memory.events.local"
        return group.numbers(group.text(local) == nil ? "memory.events" : local)
    }

    func chargeBytes(of group: CgroupReader) -> Int? { group.number("memory.current") }

    func chargeParts(of group: CgroupReader) -> ChargeParts {
        ChargeParts(stat: group.numbers("memory.stat"), anonymousKey: "anon", fileKey: "file")
    }

    /// Returns `nil` for a kernel without pressure counters (PSI), which has no such file.
    func pressure(on group: CgroupReader) -> PressureReading? {
        guard let pressure = group.text("memory.pressure"),
            let full = PressureLine(of: "full", in: pressure)?.totalMicroseconds,
            let user = group.number("cpu.stat", key: "user_usec")
        else { return nil }
        // A limit on this group or any above slows the processes down; "max" means no limit.
        let groups = sequence(first: group, next: \.parent)
        return PressureReading(
            fullMicroseconds: full, userMicroseconds: user,
            highBytes: groups.compactMap { $0.number("memory.high") }.min())
    }

    func killAll(in group: CgroupReader) {
        _ = group.files.write("1", to: "\(group.path)/cgroup.kill")
    }

    private func hasMemory(_ controllers: String?) -> Bool {
        (controllers ?? "").split(whereSeparator: \.isWhitespace).contains("memory")
    }
}

/// A line of a pressure file: `full avg10=0.00 avg60=0.00 avg300=0.00 total=12345`.
struct PressureLine: Equatable {
    /// The total time since the group was created.
    let totalMicroseconds: Int

    /// Finds the line of a kind; `nil` if the line or its total is missing.
    init?(of kind: String, in text: String) {
        let fields = text.split(separator: "\n").map { $0.split(separator: " ") }
        let key = "total="
        guard let line = fields.first(where: { $0.first.map(String.init) == kind }),
            let total = line.first(where: { $0.hasPrefix(key) }),
            let microseconds = Int(total.dropFirst(key.count))
        else { return nil }
        totalMicroseconds = microseconds
    }
}
