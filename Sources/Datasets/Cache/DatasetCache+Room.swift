import Files
import MemoryBudget

extension DatasetCache {
    /// Free disk that is left alone, for what else a run writes.
    private static let reserveBytes = 64 << 20

    /// Waits until no other process generates into this cache or evicts from it, and marks the
    /// folder as ours.
    ///
    /// - Throws: `DatasetError.Code.notOurs` if it isn't; what `progress` throws meanwhile.
    func takeTurn(_ progress: DatasetProgress.Handler) throws -> FileLock {
        // Before anything of ours is put into it.
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

    /// Removes what killed processes left. Only with the turn taken: nobody else is at it then.
    ///
    /// - Returns: What could not be removed; it keeps nothing else.
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

    /// Removes what lies at the order's address and is a damaged dataset.
    func discardDamaged(_ order: DatasetOrder) throws {
        guard FileKind(ofLink: path(order.key)) != nil else { return }
        guard case .dataset = CacheItem(order.key, in: root) else {
            throw DatasetError(
                .notOurs,
                "'\(path(order.key))' is where a dataset belongs, but membudget did not make all"
                    + " that is there; move it elsewhere")
        }
        guard try discard(order.key) else {
            throw DatasetError(
                .inUse,
                "the dataset at '\(path(order.key))' is damaged, but in use by another process;"
                    + " end that and try again")
        }
    }

    /// Evicts the least recently used datasets until the order fits cap and disk.
    ///
    /// Nothing is removed unless that makes enough room.
    ///
    /// - Parameters:
    ///   - needed: The bytes of the order.
    ///   - written: How many of them the disk holds already; default 0.
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
                "\(needed), and the disk of '\(root)' lacks \(ByteCount(missing)); free some"
                    + " space or set MEMBUDGET_CACHE to a larger disk")
        }
        return DatasetError(
            .overCap,
            "\(needed), and the other datasets in '\(root)' are in use; the cap of \(cap) lacks"
                + " \(ByteCount(missing)): raise it or wait for the other runs")
    }
}

extension DatasetOrder {
    /// For messages: `csv-rows at scale 10k`.
    var title: String { "\(kind.name) at scale \(scale.label)" }
}
