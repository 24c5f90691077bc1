package import Files
package import Processes

extension DatasetCache {
    /// One dataset of the cache.
    package struct Entry: Hashable, Sendable {
        /// Its directory's name.
        package var key: String
        /// What it takes on disk.
        package var bytes: Int
        /// When it was last asked for, in nanoseconds since 1970.
        package var lastUsedNanoseconds: Int
        /// What it holds; nil if the manifest is damaged: then it will be generated again.
        package var manifest: DatasetManifest?
    }

    /// What a removal did.
    package struct Removal: Hashable, Sendable {
        /// Keys of the datasets that are gone.
        package var removed: [String] = []
        /// Disk that is free again.
        package var freedBytes = 0
        /// Keys of the datasets that stayed because a process uses them.
        package var inUse: [String] = []
        /// Names of what stayed because membudget did not make it.
        package var strangers: [String] = []
        /// The paths that could not be removed.
        package var failures: [FileError] = []
    }

    /// Every dataset, least recently used first; empty if there is no cache yet. What membudget did
    /// not make is none.
    package func contents() throws -> [Entry] {
        try withDatasetErrors {
            try Directory.names(in: root)
                .compactMap(entry)
                .sorted { ($0.lastUsedNanoseconds, $0.key) < ($1.lastUsedNanoseconds, $1.key) }
        }
    }

    /// Removes one dataset, unless a process uses it.
    ///
    /// - Throws: `DatasetError`; `.notOurs` if the folder is not a cache of membudget's.
    package func remove(_ key: String) throws -> Removal {
        try withDatasetErrors { try remove { $0.key == key } }
    }

    /// Removes every dataset that no process uses, and what killed processes left. One that can't be
    /// removed keeps no other.
    ///
    /// - Parameter rule: Goes by when a dataset was last asked for; default removes all of them.
    /// - Throws: `DatasetError`; `.notOurs` if the folder is not a cache of membudget's.
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

    /// The datasets that would be removed now. Nothing is written, not even a lock.
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

    /// A dataset that nobody uses and, while this lives, nobody can begin to use.
    struct Victim {
        let key: String
        let lock: FileLock
    }

    /// Locks a dataset for removal; nil if it is in use.
    func lockVictim(_ key: String) throws(FileError) -> Victim? {
        let lockPath = "\(path(key))/\(Self.lockName)"
        // One without a lock file was damaged from outside; nobody can be using it.
        try FileLock.create(lockPath)
        guard let lock = try FileLock.ifFree(.exclusive, on: lockPath) else { return nil }
        return Victim(key: key, lock: lock)
    }

    /// Removes a dataset; false if it is in use.
    func discard(_ key: String) throws(FileError) -> Bool {
        guard let victim = try lockVictim(key) else { return false }
        try remove(victim)
        return true
    }

    /// Takes the dataset's name away at once, then its bytes.
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
