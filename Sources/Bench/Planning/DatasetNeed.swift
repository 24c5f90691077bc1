import Datasets
import Harness
import MemoryBudget

/// The data of a run that the cache holds: what is there, and what is still to be made.
struct DatasetNeed {
    /// One dataset that some cells read.
    struct Item: Hashable {
        var kind: String
        var seed: UInt64
        var parameters: [String: String]
        var units: Int
        /// About what it takes on disk.
        var bytes: Int
        /// About how long it takes to be made.
        var duration: Duration

        func isFulfilled(by manifest: DatasetManifest) -> Bool {
            // One without a digest, of an earlier membudget, is generated again.
            kind == manifest.kind && seed == manifest.seed && parameters == manifest.parameters
                && units == manifest.units && manifest.contentDigest != nil
        }
    }

    /// The datasets to generate; none twice.
    private(set) var missing: Set<Item> = []
    /// The bytes in the cache that this run doesn't read.
    private(set) var evictableBytes = 0

    /// Compares what scenarios ask for with what the cache holds.
    ///
    /// - Throws: `DatasetError` for a setting that a kind does not understand.
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

    /// The bytes that generating the missing ones writes.
    var bytes: Int { missing.reduce(0) { $0 + $1.bytes } }

    /// The number of missing datasets of unknown size, which a command of the user's makes.
    var unsizedCount: Int { missing.count { $0.bytes == 0 } }

    /// The time that generating them takes.
    var duration: Duration { missing.reduce(.zero) { $0 + $1.duration } }

    /// The data of a scenario, a dataset a scale; none for one without any.
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
