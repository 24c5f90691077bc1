import Glibc
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
        /// Version 2: the leaf that this process was moved to, so that groups may be made.
        var leaf: String?
        var swept: [String] = []
    }

    /// Why no cgroup can be made, for people.
    struct Unavailable: Error, Equatable {
        var reason: String
    }

    /// Finds our own cgroup and sweeps what dead harnesses left below it.
    init(files: any CgroupFiles = SystemFiles(), owner: HarnessIdentity = .current)
        throws(Unavailable)
    {
        guard let location = CgroupLocation(files: files) else {
            throw Unavailable(reason: "no memory controller is mounted")
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
    func makeGroup(limitBytes: Int) throws(Unavailable) -> TrialCgroup {
        if location.version == .v2 { try enableMemoryController() }
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let path = "\(location.ownPath)/\(owner.groupPrefix)-\(number)"
        if let error = files.makeDirectory(path) {
            throw Unavailable(reason: "can't make \(path): \(systemMessage(error))")
        }
        let group = TrialCgroup(path: path, version: location.version, files: files)
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
            guard let maker = HarnessIdentity(groupName: name), !maker.isAlive(files) else {
                return false
            }
            return files.removeDirectory("\(location.ownPath)/\(name)") == nil
        }
    }

    /// Version 2 gives controllers only to groups without processes of their own, so we move into a
    /// leaf first; a stranger that shares our group can't be moved, and then it can't be done.
    private func enableMemoryController() throws(Unavailable) {
        let own = location.ownPath
        let controllers = files.read("\(own)/cgroup.controllers") ?? ""
        guard controllers.split(whereSeparator: \.isWhitespace).contains("memory") else {
            throw Unavailable(reason: "\(own) has no memory controller (it is not delegated)")
        }
        let enabled = files.read("\(own)/cgroup.subtree_control") ?? ""
        if enabled.split(whereSeparator: \.isWhitespace).contains("memory") { return }
        let leaf = "\(own)/\(owner.groupPrefix)-harness"
        if let error = files.makeDirectory(leaf) {
            throw Unavailable(reason: "can't make \(leaf): \(systemMessage(error))")
        }
        state.withLock { $0.leaf = leaf }
        var failure = files.write("0", to: "\(leaf)/cgroup.procs")
        if failure == nil { failure = files.write("+memory", to: "\(own)/cgroup.subtree_control") }
        guard let failure else { return }
        leaveLeaf()
        let advice =
            failure == EBUSY
            ? "other processes share the cgroup \(own); start membudget in one of its own"
                + " (systemd-run --user --scope -p Delegate=yes membudget …)"
            : "\(own) is not ours to divide: \(systemMessage(failure))"
        throw Unavailable(reason: advice)
    }

    /// Version 2: goes back to where we came from and removes the leaf.
    func leaveLeaf() {
        guard let leaf = state.withLock({ $0.leaf }) else { return }
        state.withLock { $0.leaf = nil }
        _ = files.write("-memory", to: "\(location.ownPath)/cgroup.subtree_control")
        _ = files.write("0", to: "\(location.ownPath)/cgroup.procs")
        _ = files.removeDirectory(leaf)
    }
}
