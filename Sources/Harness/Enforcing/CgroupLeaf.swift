import Files
import Glibc
import MemoryBudget
import Processes

/// A leaf below a cgroup of version 2, which holds the group's own processes.
struct CgroupLeaf {
    let path: String
    let files: any CgroupFiles

    private static let suffix = "taken"
    /// The maximum number of passes: processes fork while they are moved, but only a fork bomb
    /// needs more.
    private static let roundsMaximum = 100

    /// Returns the folder's name, which identifies its creator.
    static func name(of owner: HarnessIdentity) -> String { "\(owner.groupPrefix)-\(suffix)" }

    /// Returns whether a folder's name is that of a leaf.
    static func isName(_ name: String) -> Bool {
        HarnessIdentity(groupName: name) != nil && name.hasSuffix("-\(suffix)")
    }

    /// Returns the group that a leaf is below; `nil` if the path is not that of a leaf.
    static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"),
            isName(String(path[path.index(after: slash)...]))
        else { return nil }
        return String(path[..<slash])
    }

    /// Moves every process of a group into the leaf and delegates the memory controller.
    func fill(from group: String) throws(EnforcementUnavailable) {
        for _ in 0..<Self.roundsMaximum {
            if let error = move(from: group, to: path) {
                throw EnforcementUnavailable(
                    reason: "can't move the processes of \(group): \(systemMessage(error))")
            }
            switch files.write("+memory", to: "\(group)/cgroup.subtree_control") {
            case nil: return
            // Another process was started in the meantime.
            case EBUSY: continue
            case let error?:
                throw EnforcementUnavailable(
                    reason: "no permission to subdivide \(group): \(systemMessage(error))")
            }
        }
        throw EnforcementUnavailable(reason: "processes keep appearing in \(group)")
    }

    /// Takes back the memory controller, moves every process to a group, and removes the leaf.
    ///
    /// - Returns: The step that failed; `nil` if everything was restored.
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

    /// Moves all current processes; returns the `errno` if a living one could not be moved.
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
    /// Removes the leaves of killed harnesses: the one that this process is in, and those below its
    /// own group. Leaves that any process has locked stay.
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
