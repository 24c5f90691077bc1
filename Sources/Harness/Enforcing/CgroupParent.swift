import Files
import Glibc
import Processes
import Synchronization

/// Our own cgroup, below which each trial gets one of its own, and nothing else is touched.
///
/// Names are `membudget-<harness pid>-<its start time>-<number>`: whoever comes later can tell
/// whether the harness that made one still lives, and sweeps what a dead one left.
final class CgroupParent: Sendable {
    /// Which interface the groups have, and where ours is.
    let location: CgroupLocation
    private let files: any CgroupFiles
    private let owner: HarnessIdentity
    private let state = Mutex(State())

    private struct State {
        var number = 0
        /// The leaf that this process was moved to, so that groups may be made.
        var leaf: String?
        var swept: [String] = []
    }

    var version: any CgroupVersion { location.version }

    /// Finds our own cgroup and sweeps what dead harnesses left below it.
    init(files: any CgroupFiles = SystemFiles(), owner: HarnessIdentity = .current)
        throws(EnforcementUnavailable)
    {
        guard let location = CgroupLocation(files: files) else {
            throw EnforcementUnavailable(reason: "no memory controller is mounted")
        }
        self.location = location
        self.files = files
        self.owner = owner
        let swept = sweep()
        state.withLock { $0.swept = swept }
    }

    /// What dead harnesses had left when this one looked first.
    var sweptAtStart: [String] { state.withLock(\.swept) }

    deinit {
        leaveLeaf()
    }

    /// Makes a group with a limit, in bytes.
    func makeGroup(limitBytes: Int) throws(EnforcementUnavailable) -> TrialCgroup {
        let leaf = "\(location.ownPath)/\(owner.groupPrefix)-harness"
        if try version.divide(location.ownPath, leaf: leaf, files: files) {
            state.withLock { $0.leaf = leaf }
        }
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let path = "\(location.ownPath)/\(owner.groupPrefix)-\(number)"
        if let error = files.makeDirectory(path) {
            throw EnforcementUnavailable(reason: "can't make \(path): \(systemMessage(error))")
        }
        let group = TrialCgroup(path: path, version: version, files: files)
        do {
            try group.setLimit(bytes: limitBytes)
        } catch {
            _ = files.removeDirectory(path)
            throw error
        }
        return group
    }

    /// Removes the groups of harnesses that no longer live; returns their paths.
    @discardableResult
    func sweep() -> [String] {
        files.entries(location.ownPath).filter { name in
            guard let maker = HarnessIdentity(groupName: name), !maker.isAlive(reading: files.read)
            else {
                return false
            }
            return files.removeDirectory("\(location.ownPath)/\(name)") == nil
        }
    }

    /// Goes back to where we came from and removes the leaf.
    func leaveLeaf() {
        guard let leaf = state.withLock({ $0.leaf }) else { return }
        state.withLock { $0.leaf = nil }
        version.reunite(location.ownPath, leaf: leaf, files: files)
    }
}

/// Finds our own cgroup once, when the first trial wants it, or remembers why it can't be had.
struct CgroupSource: Sendable {
    /// Our own cgroup, or why there is none.
    let find: @Sendable () -> Result<CgroupParent, EnforcementUnavailable>

    /// Looks on this machine, once for the whole process: it may have to move itself to a leaf.
    static let system = CgroupSource { shared }

    private static let shared = Result<CgroupParent, EnforcementUnavailable> {
        () throws(EnforcementUnavailable) in
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
}
