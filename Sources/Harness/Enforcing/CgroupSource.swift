import Processes
import Synchronization

/// The source of our own cgroup, which is looked up once, when the first trial needs it; a failure
/// is remembered.
struct CgroupSource: Sendable {
    /// Returns the command that would give us a cgroup; `nil` if none is known.
    let remedy: @Sendable () -> String?
    /// Returns our own cgroup, or the reason why none is available.
    let find: @Sendable () -> Result<CgroupParent, EnforcementUnavailable>

    /// Creates a source of a cgroup; by default without a remedy.
    init(
        remedy: @escaping @Sendable () -> String? = { nil },
        find: @escaping @Sendable () -> Result<CgroupParent, EnforcementUnavailable>
    ) {
        self.remedy = remedy
        self.find = find
    }

    /// The source for this machine, shared by the whole process, which may have to move to a leaf.
    static let system = CgroupSource(remedy: { knownRemedy }, find: { shared })

    private static let shared = Result<CgroupParent, EnforcementUnavailable> {
        () throws(EnforcementUnavailable) in
        let parent = try CgroupParent(takesGroup: takesGroup.withLock { $0 })
        found.withLock { $0 = parent }
        return parent
    }

    private static let knownRemedy = CgroupRemedy.command(
        for: CgroupStanding(files: SystemFiles()), in: .system)

    /// The cgroup, once it has been found.
    private static let found = Mutex<CgroupParent?>(nil)
    private static let takesGroup = Mutex(false)

    /// Moves the other processes of our own cgroup to a leaf, if groups can't be created otherwise.
    /// Only effective before the cgroup is first used.
    static func takeGroup() throws(EnforcementUnavailable) {
        takesGroup.withLock { $0 = true }
        _ = try shared.get()
    }

    /// Restores our own cgroup.
    static func restore() {
        found.withLock { $0 }?.restore()
    }
}
