import Glibc
import MemoryBudget

/// Version 1: one hierarchy per controller, groups anywhere, memory and swap limited together.
struct CgroupV1: CgroupVersion {
    let tier = EnforcementTier.cgroupV1
    let title = "v1"
    let answersForNone = false
    let limitFile = "memory.limit_in_bytes"

    func ownPath(groups: [CgroupLocation.Group], mounts: [CgroupLocation.Mount]) -> String? {
        guard let group = groups.first(where: { $0.controllers.contains("memory") }),
            let mount = mounts.first(where: { $0.type == "cgroup" && $0.options.contains("memory") }
            )
        else { return nil }
        return mount.path(of: group.path)
    }

    func obstacle(to process: pid_t, in group: CgroupReader) -> CgroupStanding.Obstacle? {
        group.files.canWrite(group.path) ? nil : .readOnly
    }

    /// Orders the limits by the direction of the change, because memory ≤ memory+swap must hold at
    /// all times.
    func settings(limitBytes: Int, of group: CgroupReader) -> [CgroupSetting] {
        let memory = CgroupSetting(file: limitFile, value: "\(limitBytes)", isRequired: true)
        // This file is missing if the kernel does not account for swap.
        let both = CgroupSetting(file: "memory.memsw.limit_in_bytes", value: "\(limitBytes)")
        return limitBytes < group.number(limitFile) ?? .max ? [memory, both] : [both, memory]
    }

    func killCount(of group: CgroupReader) -> Int {
        group.number("memory.oom_control", key: "oom_kill") ?? 0
    }

    func counters(of group: CgroupReader) -> CgroupCounters {
        CgroupCounters(
            killCount: killCount(of: group),
            peakBytes: group.number("memory.max_usage_in_bytes") ?? 0,
            limitHitCount: limitHitCount(of: group),
            parts: chargeParts(of: group),
            kernelBytes: group.number("memory.kmem.max_usage_in_bytes") ?? 0)
    }

    /// Returns the hits of both limits, which are equal; the kernel checks memory+swap first.
    private func limitHitCount(of group: CgroupReader) -> Int? {
        let counts = ["memory.failcnt", "memory.memsw.failcnt"].compactMap { group.number($0) }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    func chargeBytes(of group: CgroupReader) -> Int? { group.number("memory.usage_in_bytes") }

    func chargeParts(of group: CgroupReader) -> ChargeParts {
        var parts = ChargeParts(
            stat: group.numbers("memory.stat"), anonymousKey: "rss", fileKey: "cache")
        parts.kernelBytes = group.number("memory.kmem.usage_in_bytes")
        return parts
    }
}
