package import Processes

/// The setup of a cgroup for this process, below which trials get theirs, before the first trial.
///
/// ```swift
/// OwnCgroup.noteScope()
/// if let failure = await OwnCgroup.enterScope() { print(failure) }
/// ```
package enum OwnCgroup {
    /// Records whether this process put itself into a scope. Must be called before there are other
    /// threads.
    package static func noteScope() { ScopeMark.take() }

    /// Executes this program again in a scope of its own, if groups with limits can't be created
    /// otherwise and systemd is available.
    ///
    /// - Returns: `nil` if the process stays in its cgroup for a good reason; a one-line error if
    ///   entering the scope failed.
    package static func enterScope() async -> String? {
        let standing = CgroupStanding(files: SystemFiles())
        guard let scope = SystemdScope(for: standing, in: .system) else { return nil }
        return await ScopeEntry(system: SystemScopes()).enter(scope)
    }

    /// Moves the other processes of our own cgroup to a leaf below it, if groups with limits can't
    /// be created otherwise. ``EnforcementMechanisms/restore()`` moves them back.
    ///
    /// - Throws: `MachineError` `.unavailable` if they can't be moved.
    package static func take() throws(MachineError) {
        do throws(EnforcementUnavailable) {
            try CgroupSource.takeGroup()
        } catch {
            throw MachineError(.unavailable, refusal(error.reason, remedy: remedy))
        }
    }

    /// Returns the error message for a cgroup that can't be taken.
    static func refusal(_ reason: String, remedy: String?) -> String {
        let other = remedy.map { "run '\($0)', or " } ?? ""
        return "can't take the cgroup: \(reason); \(other)use --enforce watchdog"
    }

    /// The command that provides a cgroup; `nil` if it is the one that takes it, which just failed.
    private static var remedy: String? {
        let isShared = CgroupStanding(files: SystemFiles()).obstacle == .shared
        return isShared ? nil : CgroupSource.system.remedy()
    }
}
