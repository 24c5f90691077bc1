import MemoryBudget

/// The one command that would give us cgroups with limits, if they can't be created.
enum CgroupRemedy {
    private static let scope = "systemd-run --scope -p Delegate=yes membudget …"
    private static let userScope = "systemd-run --user --scope -p Delegate=yes membudget …"
    private static let docker = "docker run --security-opt writable-cgroups=true …"
    private static let dockerApart =
        "docker run --cgroupns=private --security-opt writable-cgroups=true …"

    /// Returns the command; `nil` if nothing is missing, or no command would help.
    static func command(
        for standing: CgroupStanding, in surroundings: Surroundings
    ) -> String? {
        guard let obstacle = standing.obstacle else { return nil }
        if standing.tier == .cgroupV1 { return version1(in: surroundings) }
        switch obstacle {
        case .absent: return mount(in: surroundings)
        case .foreign where surroundings.container == .docker: return dockerApart
        case .shared where !surroundings.canAskForScope: return "membudget … --take-cgroup"
        case .shared, .foreign, .readOnly, .withoutController: return group(in: surroundings)
        }
    }

    private static let podman = "podman run --security-opt unmask=/sys/fs/cgroup …"

    /// Returns the command that delegates a group of version 2.
    private static func group(in surroundings: Surroundings) -> String? {
        if surroundings.canAskForScope { return surroundings.isRoot ? scope : userScope }
        switch surroundings.container {
        case .docker: return docker
        case .podman: return podman
        // Only a field in the pod's specification sets this, not a command.
        case .kubernetes: return nil
        case nil: break
        }
        if surroundings.isRoot { return "mount -o remount,rw /sys/fs/cgroup" }
        return surroundings.hasSystemManager && surroundings.systemdRun != nil
            ? "sudo \(scope)" : "sudo membudget … --take-cgroup"
    }

    private static func version1(in surroundings: Surroundings) -> String? {
        switch surroundings.container {
        case .docker: "docker run --privileged …"
        case .podman: "podman run --privileged …"
        case .kubernetes: nil
        case nil:
            surroundings.isRoot ? "mount -o remount,rw /sys/fs/cgroup/memory" : "sudo membudget …"
        }
    }

    private static func mount(in surroundings: Surroundings) -> String? {
        guard surroundings.container == nil else { return nil }
        return "\(surroundings.isRoot ? "" : "sudo ")mount -t cgroup2 none /sys/fs/cgroup"
    }
}
