import Files
import MemoryBudget

extension DatasetCache {
    /// Disk space to keep free for a run's other files.
    private static let reserveBytes = 64 << 20

    /// Waits until no other process generates into this cache or evicts from it, and marks the
    /// folder as a membudget cache.
    ///
    /// - Throws: `DatasetError.Code.notOurs` if it isn't a membudget cache; errors of `progress`.
    ///
    /// - Returns: The lock that excludes other processes while it is held.
    func takeTurn(_ progress: DatasetProgress.Handler) throws -> FileLock {
        // Before any file of membudget is created in it.
        try checkOwnership()
        try Directory.make(root)
        let lockPath = path(Self.lockName)
        try FileLock.create(lockPath)
        let turn = try FileLock.waiting(for: .exclusive, on: lockPath) {
            try progress(DatasetProgress(stage: .waiting))
        }
        guard let turn else {
            throw DatasetError(
                .inputOutput, "'\(lockPath)' was removed while waiting for it; try again")
        }
        try claim()
        return turn
    }

    /// Removes the leftovers of killed processes. Call it only while holding the cache's lock.
    ///
    /// - Returns: The errors; one doesn't stop the removal of the other leftovers.
    @discardableResult
    func removeLeftovers() throws(FileError) -> [FileError] {
        var failures: [FileError] = []
        for name in try Directory.names(in: root) where CacheItem(name, in: root) == .leftover {
            do throws(FileError) {
                try Directory.remove(path(name))
            } catch {
                failures.append(error)
            }
        }
        return failures
    }

    /// Removes a damaged dataset at the order's address, if there is one.
    func discardDamaged(_ order: DatasetOrder) throws {
        guard FileKind(ofLink: path(order.key)) != nil else { return }
        guard case .dataset = CacheItem(order.key, in: root) else {
            throw DatasetError(
                .notOurs,
                "'\(path(order.key))' is reserved for a dataset, but membudget did not create"
                    + " everything in it; move it elsewhere")
        }
        guard try discard(order.key) else {
            throw DatasetError(
                .inUse,
                "the dataset at '\(path(order.key))' is damaged, but in use by another process;"
                    + " stop that process and try again")
        }
    }

    /// Evicts the least recently used datasets until the order fits the cap and the disk.
    ///
    /// Nothing is removed if even that can't free enough space.
    ///
    /// - Parameters:
    ///   - needed: The size of the ordered dataset, in bytes.
    ///   - written: The part of it that is already on disk, in bytes; 0 by default.
    func makeRoom(for order: DatasetOrder, bytes needed: Int, written: Int = 0) throws {
        guard needed <= cap.bytes else {
            throw DatasetError(
                .overCap,
                "\(order.title) needs about \(ByteCount(needed)), more than the cache's cap of"
                    + " \(cap); raise the cap or choose a smaller scale")
        }
        let datasets = try contents()
        let used = datasets.reduce(0) { $0 + $1.bytes }
        let free = try DiskSpace.freeBytes(at: root)
        let missing = max(used + needed - cap.bytes, needed - written + Self.reserveBytes - free)
        var freed = 0
        var victims: [Victim] = []
        for dataset in datasets where freed < missing {
            guard let victim = try lockVictim(dataset.key) else { continue }
            victims.append(victim)
            freed += dataset.bytes
        }
        guard freed >= missing else {
            throw noRoom(
                order, needed: needed, missing: missing - freed,
                isDisk: used + needed - freed <= cap.bytes)
        }
        for victim in victims { try remove(victim) }
    }

    private func noRoom(
        _ order: DatasetOrder, needed: Int, missing: Int, isDisk: Bool
    ) -> DatasetError {
        let needed = "\(order.title) needs about \(ByteCount(needed))"
        if isDisk {
            return DatasetError(
                .diskFull,
                "\(needed), and the disk of '\(root)' is \(ByteCount(missing)) short; free some"
                    + " space or set MEMBUDGET_CACHE to a larger disk")
        }
        return DatasetError(
            .overCap,
            "\(needed), and the other datasets in '\(root)' are in use; the cap of \(cap) is"
                + " \(ByteCount(missing)) too low: raise it or wait for the other runs")
    }
}

extension DatasetOrder {
    /// The name of the order in messages: `csv-rows at scale 10k`.
    var title: String { "\(kind.name) at scale \(scale.label)" }
}
