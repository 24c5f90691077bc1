import Glibc
import MemoryBudget
import Processes

/// The state of our own cgroup before anything is changed: whether groups with limits can be
/// created below it.
struct CgroupStanding: Equatable, Sendable {
    /// The version that limits memory here; `nil` if none does.
    var tier: EnforcementTier?
    /// The reason why no group can be created; `nil` if groups can.
    var obstacle: Obstacle?

    /// The reasons why no group can be created.
    enum Obstacle: Equatable, Sendable {
        /// No memory controller is mounted.
        case absent
        /// We may not write the group's files.
        case readOnly
        /// The group has no memory controller.
        case withoutController
        /// Other processes are in the group, and version 2 allows none beside groups with limits.
        case shared
        /// Processes of another PID namespace are in the group; they have no process ID here.
        case foreign
    }

    init(tier: EnforcementTier?, obstacle: Obstacle?) {
        self.tier = tier
        self.obstacle = obstacle
    }

    /// Examines the files of our own cgroup.
    ///
    /// - Parameter process: The process that needs groups; default is this one.
    init(files: any CgroupFiles, process: pid_t = getpid()) {
        guard let location = CgroupLocation(files: files) else {
            self.init(tier: nil, obstacle: .absent)
            return
        }
        let group = CgroupReader(path: location.ownPath, files: files)
        self.init(
            tier: location.version.tier,
            obstacle: location.version.obstacle(to: process, in: group))
    }
}

/// The processes of a group, as `cgroup.procs` lists them.
struct CgroupMembers: Equatable {
    /// The processes that have an ID in this PID namespace.
    var processes: [pid_t]
    /// Whether there are processes of another PID namespace: the kernel lists them as 0.
    var hasForeign: Bool

    /// Reads the list; `nil` if that fails.
    init?(of group: CgroupReader) {
        guard let text = group.text("cgroup.procs") else { return nil }
        let listed = text.split(separator: "\n").compactMap { pid_t($0) }
        processes = listed.filter { $0 > 0 }
        hasForeign = listed.contains(0)
    }
}
