import Synchronization

/// Finds our own cgroup once, when the first trial wants it, or remembers why it can't be had.
struct CgroupSource: Sendable {
    private let find: @Sendable () -> Result<CgroupParent, CgroupParent.Unavailable>

    /// Looks on this machine, once for the whole process: it may have to move itself to a leaf.
    static let system = CgroupSource { shared }

    private static let shared = Result<CgroupParent, CgroupParent.Unavailable> {
        () throws(CgroupParent.Unavailable) in
        let parent = try CgroupParent()
        found.withLock { $0 = parent }
        return parent
    }

    /// The one that was found, if anybody looked.
    private static let found = Mutex<CgroupParent?>(nil)

    /// Leaves our own cgroup as it was found.
    static func restore() {
        found.withLock { $0 }?.leaveLeaf()
    }

    /// Makes a source that looks as `find` does.
    init(find: @escaping @Sendable () -> Result<CgroupParent, CgroupParent.Unavailable>) {
        self.find = find
    }

    /// Our own cgroup.
    func parent() throws(CgroupParent.Unavailable) -> CgroupParent {
        try find().get()
    }
}
