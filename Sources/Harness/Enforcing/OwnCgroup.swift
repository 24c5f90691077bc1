package import Processes

/// A cgroup of this process's own, from which trials get theirs: the steps before the first trial.
package enum OwnCgroup {
    /// Takes note of a scope that this process was put into by itself. Only before there are other
    /// threads.
    package static func noteScope() { ScopeMark.take() }

    /// Executes this program again in a scope of its own, where no group with a limit can be made
    /// otherwise and systemd can be asked.
    ///
    /// - Returns: nil if it stays where it is for good reason; why it failed, in one line, if it does
    ///   so in spite of one.
    package static func enterScope() async -> String? {
        let standing = CgroupStanding(files: SystemFiles())
        guard let scope = SystemdScope(for: standing, in: .system) else { return nil }
        return await ScopeEntry(system: SystemScopes()).enter(scope)
    }

    /// Moves the other processes of our own cgroup to a leaf below it, if no group with a limit can be
    /// made otherwise. `EnforcementMechanisms.restore()` moves them back.
    ///
    /// - Throws: `MachineError` `.unavailable` if that can't be done.
    package static func take() throws(MachineError) {
        do throws(EnforcementUnavailable) {
            try CgroupSource.takeGroup()
        } catch {
            throw MachineError(.unavailable, refusal(error.reason, remedy: remedy))
        }
    }

    /// The sentence about a cgroup that can't be taken.
    static func refusal(_ reason: String, remedy: String?) -> String {
        let other = remedy.map { "run '\($0)', or " } ?? ""
        return "can't take the cgroup: \(reason); \(other)use --enforce watchdog, which needs none"
    }

    /// The command that gives a cgroup; nil if that is to take it, which failed.
    private static var remedy: String? {
        let isShared = CgroupStanding(files: SystemFiles()).obstacle == .shared
        return isShared ? nil : CgroupSource.system.remedy()
    }
}
