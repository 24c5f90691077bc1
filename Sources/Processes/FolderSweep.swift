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
    /// Only real folders go, whose name is a harness's, whose owner is one of ours, whose maker is
    /// not alive here, and that nobody has locked: where containers share a folder, a maker that
    /// can't be seen from here may live there.
    ///
    /// - Parameters:
    ///   - parents: Where harnesses make their folders; default `$TMPDIR` and /tmp.
    ///   - owners: The users whose folders are ours; default is who we are.
    ///   - prepare: Called with the path of each before it goes.
    /// - Returns: The paths of what was removed.
    @discardableResult
    package static func run(
        in parents: [String] = [environmentTemporaryFolder(), "/tmp"],
        owners: Set<uid_t> = [geteuid()], prepare: (String) -> Void = { _ in }
    ) -> [String] {
        uniqued(parents).flatMap { parent in
            // A temporary folder may hold very many other things, and every run looks at it.
            let names = try? Directory.names(in: parent, startingWith: HarnessIdentity.namePrefix)
            return (names ?? []).filter(isOfDeadHarness).map { "\(parent)/\($0)" }
        }.filter { remove($0, owners: owners, prepare: prepare) }
    }

    private static func uniqued(_ parents: [String]) -> [String] {
        var seen: Set<String> = []
        return parents.filter { seen.insert($0).inserted }
    }

    private static func isOfDeadHarness(_ name: String) -> Bool {
        guard let maker = HarnessIdentity(groupName: name) else { return false }
        return !maker.isAlive()
    }

    /// Whether the folder is gone; the lock keeps two harnesses that start at once apart.
    private static func remove(
        _ path: String, owners: Set<uid_t>, prepare: (String) -> Void
    ) -> Bool {
        guard let lock = FolderLock(.exclusive, on: path), let owner = lock.owner,
            owners.contains(owner), lock.isStill(at: path)
        else { return false }
        prepare(path)
        try? Directory.remove(path)
        return FileKind(ofLink: path) == nil
    }
}
