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
        var swept = SweepOutcome()
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
    var sweptAtStart: SweepOutcome { state.withLock(\.swept) }

    deinit {
        leaveLeaf()
    }

    /// Makes a group with a limit, in bytes.
    func makeGroup(limitBytes: Int) throws(EnforcementUnavailable) -> TrialCgroup {
        let leaf = "\(location.ownPath)/\(owner.groupPrefix)-harness"
        if try version.divide(location.ownPath, leaf: leaf, files: files) {
            state.withLock { $0.leaf = leaf }
        }
        let (path, hold) = try makeFolder()
        let group = TrialCgroup(path: path, version: version, files: files, hold: hold)
        do {
            try group.setLimit(bytes: limitBytes)
        } catch {
            _ = files.removeDirectory(path)
            throw error
        }
        return group
    }

    /// Creates and locks a group's folder: a harness of another PID namespace, which doesn't see this
    /// one, may share our own group, and sweep it.
    private func makeFolder() throws(EnforcementUnavailable) -> (path: String, hold: CgroupHold) {
        for _ in 0..<Self.attemptsMaximum {
            let number = state.withLock { state in
                state.number += 1
                return state.number
            }
            let path = "\(location.ownPath)/\(owner.groupPrefix)-\(number)"
            if let error = files.makeDirectory(path) {
                // One of that number may be another PID namespace's.
                if error == EEXIST { continue }
                throw EnforcementUnavailable(
                    reason: "can't make \(path): \(systemMessage(error))")
            }
            if let hold = files.hold(path, mode: .shared) { return (path, hold) }
        }
        throw EnforcementUnavailable(reason: "can't keep a group below \(location.ownPath)")
    }

    private static let attemptsMaximum = 10

    /// Removes the groups of harnesses that no longer live.
    @discardableResult
    func sweep() -> SweepOutcome { Self.sweep(location, files: files, rule: SweepRule()) }

    /// The same below any group of ours.
    static func sweep(
        _ location: CgroupLocation, files: any CgroupFiles, rule: SweepRule
    ) -> SweepOutcome {
        var outcome = SweepOutcome()
        for name in files.entries(location.ownPath) {
            let path = "\(location.ownPath)/\(name)"
            guard let maker = HarnessIdentity(groupName: name), !maker.isAlive(reading: files.read),
                let hold = files.hold(path, mode: .exclusive)
            else { continue }
            let error = withExtendedLifetime(hold) {
                rule.isRehearsal ? nil : files.removeDirectory(path)
            }
            switch error {
            case nil: outcome.removed.append(path)
            // Somebody is in it: it isn't left over.
            case EBUSY, ENOENT: break
            case .some(let number):
                outcome.failures.append(FileError(.remove, path, number: number))
            }
        }
        return outcome
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
