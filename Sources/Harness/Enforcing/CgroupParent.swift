import Files
import Glibc
import Processes
import Synchronization

/// The harness's own cgroup: each trial gets a group below it, and no other group is changed.
///
/// Names are `membudget-<harness pid>-<its start time>-<number>`, so later harnesses can tell
/// whether the creator of a group is still alive, and remove the groups of dead ones.
final class CgroupParent: Sendable {
    /// The cgroup version and the folder of our own group.
    let location: CgroupLocation
    private let files: any CgroupFiles
    private let owner: HarnessIdentity
    private let state = Mutex(State())

    private struct State {
        var number = 0
        /// The leaf that this process was moved to, so that groups can be created.
        var leaf: String?
        var swept = SweepOutcome()
        /// Our own group, if its other processes had to be moved as well.
        var taken: TakenCgroup?
    }

    var version: any CgroupVersion { location.version }

    /// Finds our own cgroup and removes leftovers of killed runs below it.
    ///
    /// - Parameter takesGroup: Whether other processes of our own cgroup are moved to a leaf below
    ///   it, if groups can't be created otherwise.
    init(
        files: any CgroupFiles = SystemFiles(), owner: HarnessIdentity = .current,
        takesGroup: Bool = false
    ) throws(EnforcementUnavailable) {
        var location = try Self.locate(files)
        let swept = Self.sweep(location, files: files, rule: SweepRule())
        // We may have been in a leaf that was just removed.
        location = try Self.locate(files)
        let taken =
            takesGroup ? try TakenCgroup.take(location, owner: owner, files: files) : nil
        if let taken { location.ownPath = taken.path }
        self.location = location
        self.files = files
        self.owner = owner
        state.withLock { state in
            state.swept = swept
            state.taken = taken
        }
    }

    private static func locate(
        _ files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> CgroupLocation {
        if let location = CgroupLocation(files: files) { return location }
        throw EnforcementUnavailable(reason: "no memory controller is mounted")
    }

    /// The leftovers of killed harnesses that the first sweep removed.
    var sweptAtStart: SweepOutcome { state.withLock(\.swept) }

    deinit {
        restore()
    }

    /// Creates a group with a limit, in bytes.
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

    /// Creates and locks a group's folder: a harness in another PID namespace, which can't see this
    /// process, may share our own group and sweep it.
    private func makeFolder() throws(EnforcementUnavailable) -> (path: String, hold: CgroupHold) {
        for _ in 0..<Self.attemptsMaximum {
            let number = state.withLock { state in
                state.number += 1
                return state.number
            }
            let path = "\(location.ownPath)/\(owner.groupPrefix)-\(number)"
            if let error = files.makeDirectory(path) {
                // A group with this number may belong to another PID namespace.
                if error == EEXIST { continue }
                throw EnforcementUnavailable(
                    reason: "can't create \(path): \(systemMessage(error))")
            }
            if let hold = files.hold(path, mode: .shared) { return (path, hold) }
        }
        throw EnforcementUnavailable(reason: "can't create a group below \(location.ownPath)")
    }

    private static let attemptsMaximum = 10

    /// Removes the groups of killed harnesses.
    @discardableResult
    func sweep() -> SweepOutcome { Self.sweep(location, files: files, rule: SweepRule()) }

    /// Removes the groups of killed harnesses below any group; for a leaf, below the group it was
    /// made for.
    static func sweep(
        _ location: CgroupLocation, files: any CgroupFiles, rule: SweepRule
    ) -> SweepOutcome {
        var outcome = CgroupLeaf.sweep(location, files: files, isRehearsal: rule.isRehearsal)
        let group = CgroupLeaf.parent(of: location.ownPath) ?? location.ownPath
        for name in files.entries(group) where !CgroupLeaf.isName(name) {
            let path = "\(group)/\(name)"
            guard let maker = HarnessIdentity(groupName: name), !maker.isAlive(reading: files.read),
                let hold = files.hold(path, mode: .exclusive)
            else { continue }
            let error = withExtendedLifetime(hold) {
                rule.isRehearsal ? nil : files.removeDirectory(path)
            }
            switch error {
            case nil: outcome.removed.append(path)
            // The group has processes: it isn't a leftover.
            case EBUSY, ENOENT: break
            case .some(let number):
                outcome.failures.append(FileError(.remove, path, number: number))
            }
        }
        return outcome
    }

    /// Restores our own cgroup: moves this process, and any others that were moved, back.
    func restore() {
        let (leaf, taken) = state.withLock { state in
            defer { (state.leaf, state.taken) = (nil, nil) }
            return (state.leaf, state.taken)
        }
        if let leaf { version.reunite(location.ownPath, leaf: leaf, files: files) }
        taken?.giveBack()
    }
}
