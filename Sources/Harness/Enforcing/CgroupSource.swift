import Processes
import Synchronization

/// Finds our own cgroup once, when the first trial wants it, or remembers why it can't be had.
struct CgroupSource: Sendable {
    /// The command that would give us one; nil if none is known.
    let remedy: @Sendable () -> String?
    /// Our own cgroup, or why there is none.
    let find: @Sendable () -> Result<CgroupParent, EnforcementUnavailable>

    /// A source of a cgroup; by default without a remedy.
    init(
        remedy: @escaping @Sendable () -> String? = { nil },
        find: @escaping @Sendable () -> Result<CgroupParent, EnforcementUnavailable>
    ) {
        self.remedy = remedy
        self.find = find
    }

    /// Looks on this machine, once for the whole process: it may have to move itself to a leaf.
    static let system = CgroupSource(remedy: { knownRemedy }, find: { shared })

    private static let shared = Result<CgroupParent, EnforcementUnavailable> {
        () throws(EnforcementUnavailable) in
        let parent = try CgroupParent(takesGroup: takesGroup.withLock { $0 })
        found.withLock { $0 = parent }
        return parent
    }

    private static let knownRemedy = CgroupRemedy.command(
        for: CgroupStanding(files: SystemFiles()), in: .system)

    /// The one that was found, if anybody looked.
    private static let found = Mutex<CgroupParent?>(nil)
    private static let takesGroup = Mutex(false)

    /// Moves the other processes of our own cgroup to a leaf, if groups can't be made otherwise. Only
    /// before anybody has looked.
    static func takeGroup() throws(EnforcementUnavailable) {
        takesGroup.withLock { $0 = true }
        _ = try shared.get()
    }

    /// Leaves our own cgroup as it was found.
    static func restore() {
        found.withLock { $0 }?.restore()
    }
}
