package import Files
package import Glibc

extension FreshFolder {
    /// Creates a folder whose name tells that this harness made it, so that another one can remove
    /// it when this one was killed.
    package init(ofHarnessIn parent: String) throws(FileError) {
        try self.init(in: parent, prefix: HarnessIdentity.current.groupPrefix)
    }
}

/// Removes the folders of harnesses that were killed.
package enum FolderSweep {
    /// Removes what is left over in some folders.
    ///
    /// Only real folders go, whose name is a harness's, whose owner is who we are, and that nobody
    /// has locked: a maker that can't be seen from here may live in another PID namespace, or on another
    /// machine.
    ///
    /// - Parameters:
    ///   - parents: Where harnesses make their folders; default `$TMPDIR` and /tmp.
    ///   - rule: Default removes all of them.
    ///   - owner: Whose folders are ours; default is who we are.
    ///   - prepare: Called with the path of each before it goes.
    @discardableResult
    package static func run(
        in parents: [String] = [environmentTemporaryFolder(), "/tmp"],
        rule: SweepRule = SweepRule(),
        owner: uid_t = geteuid(), prepare: (String) -> Void = { _ in }
    ) -> SweepOutcome {
        var outcome = SweepOutcome()
        for parent in uniqued(parents) {
            guard let folder = HeldDirectory(parent) else { continue }
            // A temporary folder may hold very many other things, and every run looks at it.
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

    /// Whether a harness made it that isn't known to live. This one tells it soonest; what it doesn't
    /// see, the lock tells.
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
