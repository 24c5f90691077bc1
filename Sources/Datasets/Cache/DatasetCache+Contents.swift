package import Files
package import Processes

extension DatasetCache {
    /// A dataset in the cache.
    package struct Entry: Hashable, Sendable {
        /// The name of the dataset's folder.
        package var key: String
        /// The space the dataset takes on disk, in bytes.
        package var bytes: Int
        /// The time of the last request for the dataset, in nanoseconds since 1970.
        package var lastUsedNanoseconds: Int
        /// The dataset's manifest; `nil` if it is damaged, in which case the dataset is
        /// regenerated.
        package var manifest: DatasetManifest?
    }

    /// The result of a removal.
    package struct Removal: Hashable, Sendable {
        /// Keys of the removed datasets.
        package var removed: [String] = []
        /// The disk space freed, in bytes.
        package var freedBytes = 0
        /// Keys of the datasets that were kept because a process uses them.
        package var inUse: [String] = []
        /// Names of the entries that were kept because membudget did not create them.
        package var strangers: [String] = []
        /// The paths that could not be removed, with the reasons.
        package var failures: [FileError] = []
    }

    /// Returns all datasets, least recently used first; empty if there is no cache yet.
    ///
    /// Entries that membudget did not create are left out.
    package func contents() throws -> [Entry] {
        try withDatasetErrors {
            try Directory.names(in: root)
                .compactMap(entry)
                .sorted { ($0.lastUsedNanoseconds, $0.key) < ($1.lastUsedNanoseconds, $1.key) }
        }
    }

    /// Removes a dataset unless a process uses it.
    ///
    /// - Throws: `DatasetError`; `.notOurs` if the folder is not a membudget cache.
    package func remove(_ key: String) throws -> Removal {
        try withDatasetErrors { try remove { $0.key == key } }
    }

    /// Removes all datasets that no process uses, and the leftovers of killed processes.
    ///
    /// An entry that can't be removed doesn't stop the others from being removed.
    ///
    /// - Parameter rule: Selects datasets by the time of their last request; all by default.
    /// - Throws: `DatasetError`; `.notOurs` if the folder is not a membudget cache.
    package func removeAll(_ rule: SweepRule = SweepRule()) throws -> Removal {
        try withDatasetErrors {
            if rule.isRehearsal { return try rehearseRemoval(rule) }
            return try remove {
                rule.covers(changedAt: $0.lastUsedNanoseconds / 1_000_000_000)
            }
        }
    }

    private func remove(where isWanted: (Entry) -> Bool) throws -> Removal {
        var removal = Removal()
        guard Directory.exists(root) else { return removal }
        let turn = try takeTurn { _ in }
        try withExtendedLifetime(turn) {
            removal.failures = try removeLeftovers()
            for entry in try contents() where isWanted(entry) {
                do throws(FileError) {
                    guard try discard(entry.key) else {
                        removal.inUse.append(entry.key)
                        continue
                    }
                    removal.removed.append(entry.key)
                    removal.freedBytes += entry.bytes
                } catch {
                    removal.failures.append(error)
                }
            }
            removal.strangers = try strangers()
        }
        return removal
    }

    /// Returns the result that a removal would have now, without writing anything, not even a lock.
    private func rehearseRemoval(_ rule: SweepRule) throws -> Removal {
        var removal = Removal()
        guard Directory.exists(root) else { return removal }
        try checkOwnership()
        for entry in try contents()
        where rule.covers(changedAt: entry.lastUsedNanoseconds / 1_000_000_000) {
            let lockPath = "\(path(entry.key))/\(Self.lockName)"
            let isFree =
                try FileKind(of: lockPath) == nil
                || FileLock.ifFree(.exclusive, on: lockPath) != nil
            guard isFree else {
                removal.inUse.append(entry.key)
                continue
            }
            removal.removed.append(entry.key)
            removal.freedBytes += entry.bytes
        }
        removal.strangers = try strangers()
        return removal
    }

    private func entry(_ key: String) throws -> Entry? {
        guard case .dataset(let manifest) = CacheItem(key, in: root) else { return nil }
        let directory = path(key)
        return Entry(
            key: key, bytes: try Directory.bytes(of: directory),
            lastUsedNanoseconds: FileLock.lastTouchedNanoseconds("\(directory)/\(Self.lockName)"),
            manifest: manifest)
    }

    /// A dataset that no process uses, nor can start to use while this value exists.
    struct Victim {
        let key: String
        let lock: FileLock
    }

    /// Locks a dataset for removal; `nil` if it is in use.
    func lockVictim(_ key: String) throws(FileError) -> Victim? {
        let lockPath = "\(path(key))/\(Self.lockName)"
        // Something else removed the lock file, so no process can be using the dataset.
        try FileLock.create(lockPath)
        guard let lock = try FileLock.ifFree(.exclusive, on: lockPath) else { return nil }
        return Victim(key: key, lock: lock)
    }

    /// Removes a dataset; returns false if it is in use.
    func discard(_ key: String) throws(FileError) -> Bool {
        guard let victim = try lockVictim(key) else { return false }
        try remove(victim)
        return true
    }

    /// Removes a dataset: first renames its folder, so that it disappears at once, then deletes it.
    func remove(_ victim: Victim) throws(FileError) {
        let discarded = try Directory.makeTemporary(
            path(Self.discardedPrefix), mode: Self.directoryMode)
        do throws(FileError) {
            defer { withExtendedLifetime(victim.lock) {} }
            try Directory.rename(path(victim.key), to: discarded)
        } catch {
            try? Directory.removeIfEmpty(discarded)
            throw error
        }
        try Directory.remove(discarded)
    }
}
