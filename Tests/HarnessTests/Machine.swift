@testable import Harness

/// The capabilities of this machine.
enum Machine {
    /// Whether a cgroup with a memory limit can be created here.
    static let hasCgroups: Bool = {
        guard let parent = try? CgroupSource.system.find().get(),
            let group = try? parent.makeGroup(limitBytes: 64 << 20)
        else { return false }
        group.remove()
        return true
    }()
}
