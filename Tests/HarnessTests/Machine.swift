@testable import Harness

/// What this machine can do.
enum Machine {
    /// Whether a cgroup with a memory limit can be made here.
    static let hasCgroups: Bool = {
        guard let parent = try? CgroupSource.system.find().get(),
            let group = try? parent.makeGroup(limitBytes: 64 << 20)
        else { return false }
        group.remove()
        return true
    }()
}
