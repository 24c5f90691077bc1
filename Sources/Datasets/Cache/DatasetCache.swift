import Files
import Glibc
package import MemoryBudget

/// Generated datasets on disk, each made once and found by its content's address, under a cap.
///
/// A directory a dataset: `data.csv` (or what the kind writes), `manifest.json`, and `lock`, which
/// whoever uses the dataset holds shared and whoever removes it holds alone. One process at a time
/// generates or evicts (the root's `lock`), so the cap holds exactly; others that want the same
/// dataset wait for it and find it. Locks vanish with their process, however it ends, and what a
/// killed process left half-written is removed by the next one that generates.
///
/// The folder is marked (``CacheMarker``), and only what membudget made is ever removed from it: a
/// cache at the wrong place costs nobody a file.
package struct DatasetCache: Sendable {
    /// The directory that holds the datasets; made when something is generated.
    package let root: String
    /// The most that the datasets may take on disk.
    package let cap: ByteCount

    /// Makes a cache; the cap's default is 20 GiB.
    package init(root: String, cap: ByteCount = .mebibytes(20 << 10)) {
        self.root = root
        self.cap = cap
    }

    /// Where datasets are kept: `$MEMBUDGET_CACHE`, else `membudget` within `$XDG_CACHE_HOME`
    /// or `~/.cache`; `datasets` within it.
    ///
    /// - Throws: `DatasetError.Code.invalidParameter` if none of these variables is set.
    package static func defaultRoot(environment: [String: String]) throws(DatasetError) -> String {
        if let cache = environment["MEMBUDGET_CACHE"], !cache.isEmpty {
            return "\(cache)/datasets"
        }
        // A relative XDG_CACHE_HOME must be ignored, says its specification.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            return "\(cache)/membudget/datasets"
        }
        if let home = environment["HOME"], !home.isEmpty {
            return "\(home)/.cache/membudget/datasets"
        }
        throw DatasetError(
            .invalidParameter,
            "there is no place for datasets: neither MEMBUDGET_CACHE, XDG_CACHE_HOME nor HOME is"
                + " set; set MEMBUDGET_CACHE to a directory")
    }

    /// Finds the dataset of a request, or generates it.
    ///
    /// The result keeps the dataset from being evicted for as long as a copy of it lives. The data is
    /// read once and compared with its digest: what is measured is what was generated. A dataset whose
    /// manifest is damaged or does not fit the request or the data is generated again.
    ///
    /// - Throws: `DatasetError`: an unknown kind or setting; `.overCap` or `.diskFull`, before
    ///   anything is written, if it can't fit; `.notOurs` if the folder holds what membudget did not
    ///   make; a refused system call. Also what `progress` throws;
    ///   nothing half-written stays.
    package func dataset(
        for request: Scenario.DatasetRequest, scale: Scale,
        progress: DatasetProgress.Handler = { _ in }
    ) throws -> Dataset {
        try dataset(
            from: DatasetKinds.generator(for: request), scale: scale, progress: progress)
    }

    /// Finds the dataset of a source, or makes it.
    ///
    /// - Throws: As `dataset(for:scale:progress:)`, and what the source throws.
    package func dataset(
        from source: any DatasetSource, scale: Scale,
        progress: DatasetProgress.Handler = { _ in }
    ) throws -> Dataset {
        let order = DatasetOrder(generator: source, scale: scale)
        return try withDatasetErrors {
            if let found = try find(order, progress: progress) { return found }
            let turn = try takeTurn(progress)
            return try withExtendedLifetime(turn) {
                // Another process may have made it while this one waited.
                if let found = try find(order, progress: progress) { return found }
                try removeLeftovers()
                let manifest = try? DatasetManifest.read(from: path(order.key))
                try discardDamaged(order)
                try makeRoom(for: order, bytes: order.estimatedBytes)
                var dataset = try generate(order, progress: progress)
                dataset.isReplacement = manifest?.contentDigest != nil
                return dataset
            }
        }
    }

    /// Other users may read a shared cache.
    static let directoryMode: mode_t = 0o755

    func path(_ key: String) -> String { "\(root)/\(key)" }

    static let lockName = "lock"
    static let temporaryPrefix = ".generating-"
    static let discardedPrefix = ".discarded-"

    private func find(
        _ order: DatasetOrder, progress: DatasetProgress.Handler
    ) throws -> Dataset? {
        let directory = path(order.key)
        let lease = try FileLock.waiting(for: .shared, on: "\(directory)/\(Self.lockName)") {
            try progress(DatasetProgress(stage: .waiting))
        }
        guard let lease,
            let manifest = try? DatasetManifest.read(from: directory),
            try order.isFulfilled(by: manifest, in: directory, progress: progress)
        else { return nil }
        lease.touch()
        return Dataset(path: "\(directory)/\(manifest.file)", manifest: manifest, lease: lease)
    }

    private func generate(
        _ order: DatasetOrder, progress: DatasetProgress.Handler
    ) throws -> Dataset {
        let temporary = try Directory.makeTemporary(
            path(Self.temporaryPrefix), mode: Self.directoryMode)
        do {
            var manifest = try order.generator.generate(
                .units(order.scale), into: temporary, progress: progress)
            manifest.contentDigest = try manifest.digestOfData(in: temporary, progress: progress)
            // Nobody could say how large it would be, or it is larger than that.
            if manifest.bytes > order.estimatedBytes {
                try makeRoom(for: order, bytes: manifest.bytes, written: manifest.bytes)
            }
            try manifest.write(to: temporary)
            let lockPath = "\(temporary)/\(Self.lockName)"
            try FileLock.create(lockPath)
            // Taken before the directory has its name: nobody can evict it in between.
            let lease = try FileLock.ifFree(.shared, on: lockPath)
            try Directory.rename(temporary, to: path(order.key))
            return Dataset(
                path: "\(path(order.key))/\(manifest.file)", manifest: manifest, lease: lease)
        } catch {
            try? Directory.remove(temporary)
            throw error
        }
    }
}
