import Datasets
import Harness
import MemoryBudget

/// The cached data of a run: which datasets exist, and which must still be generated.
struct DatasetNeed {
    /// One dataset that some cells read.
    struct Item: Hashable {
        var kind: String
        var seed: UInt64
        var parameters: [String: String]
        var units: Int
        /// The approximate size on disk, in bytes.
        var bytes: Int
        /// The approximate time that generating the dataset takes.
        var duration: Duration

        func isFulfilled(by manifest: DatasetManifest) -> Bool {
            // A dataset without a digest, from an earlier membudget, is generated again.
            kind == manifest.kind && seed == manifest.seed && parameters == manifest.parameters
                && units == manifest.units && manifest.contentDigest != nil
        }
    }

    /// The datasets to generate, without duplicates.
    private(set) var missing: Set<Item> = []
    /// The size of the cached data that this run doesn't read, in bytes.
    private(set) var evictableBytes = 0

    /// Compares the data that scenarios need with the contents of the cache.
    ///
    /// - Throws: `DatasetError` for a setting that a kind of dataset does not understand.
    init(of requests: [BenchRequest], in cache: DatasetCache) throws {
        let wanted = try Set(requests.flatMap(Self.items))
        let present = try cache.contents()
        missing = wanted.filter { item in
            !present.contains { $0.manifest.map(item.isFulfilled) ?? false }
        }
        evictableBytes = present.reduce(0) { bytes, entry in
            let isWanted = wanted.contains { entry.manifest.map($0.isFulfilled) ?? false }
            return isWanted ? bytes : bytes + entry.bytes
        }
    }

    /// The total size of the missing datasets, in bytes.
    var bytes: Int { missing.reduce(0) { $0 + $1.bytes } }

    /// The number of missing datasets whose size is unknown, because a command of the user's
    /// generates them.
    var unsizedCount: Int { missing.count { $0.bytes == 0 } }

    /// The time that generating the missing datasets takes.
    var duration: Duration { missing.reduce(.zero) { $0 + $1.duration } }

    /// Returns the datasets of a scenario, one per scale; empty for a scenario without data.
    static func items(of request: BenchRequest) throws -> [Item] {
        try Set(request.cells.map(\.scale.units)).compactMap { units in
            let scale = Scale(units: units)
            guard let source = try request.cachedSource(at: scale) else { return nil }
            let bytes = source.estimatedBytes(of: .units(scale))
            return Item(
                kind: source.kind.name, seed: source.seed, parameters: source.parameters,
                units: units, bytes: bytes,
                duration: .seconds(Double(bytes) / source.nominalBytesPerSecond))
        }
    }
}
