import Datasets
import Harness
import MemoryBudget
import RunStore

extension BenchRequest {
    /// Whether there is an empty input, on which floors are measured.
    var hasFloors: Bool {
        scenario.dataset != nil || (data?.hasFloor ?? false) && !lacksFloor
    }

    /// The number of records in a file that some scale repeats; `nil` if none does.
    var repeatedRecords: Int? {
        data?.recordCount.flatMap { count in cells.contains { $0.scale.units > count } ? count : nil
        }
    }

    /// Whether the data is stored in the cache.
    var needsCache: Bool {
        guard let data else { return scenario.dataset != nil }
        let scales = cells.map(\.scale) + (data.hasFloor && !cells.isEmpty ? [.floor] : [])
        return scales.contains { data.cached(at: $0) != nil }
    }

    /// The largest scale that the user's own file has data for; `nil` for other data, and for a
    /// file whose records are repeated.
    package var largestOwnUnits: Int? { ownFile?.recordCount }

    /// The user's own file of records, unless its records are repeated; `nil` for other data.
    var ownFile: RecordFile? {
        guard case .records(let records)? = data, !records.repeats else { return nil }
        return records.file
    }

    /// The digests of the user's own data files that are known before the run, by file name.
    var dataDigests: [String: String]? {
        let files = data?.files(for: cells.map(\.scale)) ?? []
        return FileDigests.byName(files.map { ($0.path, $0.digest) })
    }

    /// Reads the user's own data, and checks that every scale has data.
    ///
    /// - Parameters:
    ///   - clips: Whether to ``clip(to:)`` the file's size instead of failing; default false.
    ///   - events: Called while a large file is read.
    /// - Throws: `DatasetError`; ``BenchError`` for a pipeline that reads no CSV.
    mutating func findData(
        on system: any BenchSystem, clipping clips: Bool = false, events: BenchEventHandler
    ) throws {
        guard let own = scenario.ownData, !selected.isEmpty else { return }
        if let pipeline = worker?.pipeline, !pipeline.datasetKinds.isEmpty,
            !pipeline.datasetKinds.contains(InputScan.kind.name)
        {
            throw BenchError(
                .usage,
                "pipeline '\(pipeline.name)' can't read your own CSV file (it reads:"
                    + " \(pipeline.datasetKinds.joined(separator: ", ")))")
        }
        let data = try DataSource(own, of: scenario, libexec: libexec) { step in
            try system.checkStop()
            events(.preparing(step, name: own.path ?? scenario.name))
        }
        events(.prepared)
        self.data = data
        if clips, let largest = largestOwnUnits { clip(to: largest) }
        try data.check(selected.map(\.scale).uniqued())
    }

    /// Returns the cached data source of a scale; `nil` for data that is used in place, and if
    /// there is no data.
    func cachedSource(at scale: Scale) throws -> (any DatasetSource)? {
        if let data { return data.cached(at: scale) }
        return try scenario.dataset.map { try DatasetKinds.generator(for: $0) }
    }
}
