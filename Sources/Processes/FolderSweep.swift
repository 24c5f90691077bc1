package import Files
package import Glibc

extension FreshFolder {
    /// Creates a folder whose name identifies this harness, so that another one can remove it if
    /// this one is killed.
    package init(ofHarnessIn parent: String) throws(FileError) {
        try self.init(in: parent, prefix: HarnessIdentity.current.groupPrefix)
    }
}

/// A sweep that removes the folders of killed harnesses.
///
/// ```swift
/// let outcome = FolderSweep.run()
/// print(outcome.removed.count)
/// ```
package enum FolderSweep {
    /// Removes leftovers in some folders.
    ///
    /// Removes only real folders that are named like a harness's, belong to us, and are not locked:
    /// a creator that can't be seen from here may live in another PID namespace, or on another
    /// machine.
    ///
    /// - Parameters:
    ///   - parents: The folders in which harnesses create theirs; default `$TMPDIR` and /tmp.
    ///   - rule: The leftovers to remove; default all of them.
    ///   - owner: The user whose folders are ours; default is the current user.
    ///   - prepare: Called with the path of each folder before its removal.
    @discardableResult
    package static func run(
        in parents: [String] = [environmentTemporaryFolder(), "/tmp"],
        rule: SweepRule = SweepRule(),
        owner: uid_t = geteuid(), prepare: (String) -> Void = { _ in }
    ) -> SweepOutcome {
        var outcome = SweepOutcome()
        for parent in uniqued(parents) {
            guard let folder = HeldDirectory(parent) else { continue }
            // A temporary folder may hold very many other entries, and every run scans it.
            let names = try? Directory.names(in: parent, startingWith: HarnessIdentity.namePrefix)
            for name in (names ?? []).filter(isOfDeadHarness)
            where rule.covers(changedAt: folder.changed(name) ?? 0) {
                guard
                    let left = AbandonedFolder(
                        name, in: folder, owners: [owner], isRehearsal: rule.isRehearsal)
                else { continue }
                remove(left, rule: rule, prepare: prepare, noting: &outcome)
            }
        }
        return outcome
    }

    private static func uniqued(_ parents: [String]) -> [String] {
        var seen: Set<String> = []
        return parents.filter { seen.insert($0).inserted }
    }

    /// Returns whether the folder's name is that of a harness not known to be alive. This check is
    /// the fastest; the lock covers harnesses that it can't see.
    private static func isOfDeadHarness(_ name: String) -> Bool {
        guard let maker = HarnessIdentity(groupName: name) else { return false }
        return !maker.isAlive()
    }

    private static func remove(
        _ folder: AbandonedFolder, rule: SweepRule, prepare: (String) -> Void,
        noting outcome: inout SweepOutcome
    ) {
        if rule.isRehearsal { return outcome.removed.append(folder.path) }
        prepare(folder.path)
        do throws(FileError) {
            try folder.remove()
            outcome.removed.append(folder.path)
        } catch {
            outcome.failures.append(error)
        }
    }
}
