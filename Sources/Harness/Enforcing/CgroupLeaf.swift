import Files
import Glibc
import MemoryBudget
import Processes

/// A leaf below a cgroup of version 2, in which the group's own processes wait.
struct CgroupLeaf {
    let path: String
    let files: any CgroupFiles

    private static let suffix = "taken"
    /// Processes fork while they are moved; so many looks are enough for all but a fork bomb.
    private static let roundsMaximum = 100

    /// The folder's name, which tells who made it.
    static func name(of owner: HarnessIdentity) -> String { "\(owner.groupPrefix)-\(suffix)" }

    /// Whether a folder's name is that of such a leaf.
    static func isName(_ name: String) -> Bool {
        HarnessIdentity(groupName: name) != nil && name.hasSuffix("-\(suffix)")
    }

    /// The group that a leaf is below; nil for a path that is no leaf's.
    static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"),
            isName(String(path[path.index(after: slash)...]))
        else { return nil }
        return String(path[..<slash])
    }

    /// Moves every process of a group here, and hands the memory controller down.
    func fill(from group: String) throws(EnforcementUnavailable) {
        for _ in 0..<Self.roundsMaximum {
            if let error = move(from: group, to: path) {
                throw EnforcementUnavailable(
                    reason: "can't move the processes of \(group): \(systemMessage(error))")
            }
            switch files.write("+memory", to: "\(group)/cgroup.subtree_control") {
            case nil: return
            // One was started meanwhile.
            case EBUSY: continue
            case let error?:
                throw EnforcementUnavailable(
                    reason: "\(group) is not ours to divide: \(systemMessage(error))")
            }
        }
        throw EnforcementUnavailable(reason: "processes keep appearing in \(group)")
    }

    /// Takes the memory controller back, moves every process to a group, and removes the leaf.
    ///
    /// - Returns: What could not be done; nil if all is as before.
    func empty(into group: String) -> FileError? {
        let control = "\(group)/cgroup.subtree_control"
        if let error = files.write("-memory", to: control) {
            return FileError(.write, control, number: error)
        }
        for _ in 0..<Self.roundsMaximum {
            if let error = move(from: path, to: group) {
                return FileError(.write, "\(group)/cgroup.procs", number: error)
            }
            let error = files.removeDirectory(path)
            guard error == EBUSY else { return error.map { FileError(.remove, path, number: $0) } }
        }
        return FileError(.remove, path, number: EBUSY)
    }

    /// Moves all that are there now; the errno if one that lives could not be moved.
    private func move(from source: String, to target: String) -> Int32? {
        let group = CgroupReader(path: source, files: files)
        for process in CgroupMembers(of: group)?.processes ?? [] {
            let error = files.write("\(process)", to: "\(target)/cgroup.procs")
            if let error, error != ESRCH { return error }
        }
        return nil
    }
}

extension CgroupLeaf {
    /// Undoes the leaves of harnesses that were killed: the one that we are in, and those below our own
    /// group. One that anybody has locked stays.
    static func sweep(
        _ location: CgroupLocation, files: any CgroupFiles, isRehearsal: Bool
    ) -> SweepOutcome {
        var outcome = SweepOutcome()
        guard location.version.tier == .cgroupV2 else { return outcome }
        let group = parent(of: location.ownPath) ?? location.ownPath
        for name in files.entries(group).filter(isName) {
            let path = "\(group)/\(name)"
            guard let hold = files.hold(path, mode: .exclusive) else { continue }
            let error = withExtendedLifetime(hold) {
                isRehearsal ? nil : CgroupLeaf(path: path, files: files).empty(into: group)
            }
            if let error {
                outcome.failures.append(error)
            } else {
                outcome.removed.append(path)
            }
        }
        return outcome
    }
}
