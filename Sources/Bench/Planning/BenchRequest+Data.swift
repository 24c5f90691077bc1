import Datasets
import Harness
import MemoryBudget

extension BenchRequest {
    /// Whether its trials have an empty input, on which floors are measured.
    var hasFloors: Bool {
        scenario.dataset != nil || (data?.hasFloor ?? false) && !lacksFloor
    }

    /// The records of a file that some scale repeats; nil if none does.
    var repeatedRecords: Int? {
        data?.recordCount.flatMap { count in cells.contains { $0.scale.units > count } ? count : nil
        }
    }

    /// Whether its data needs the cache.
    var needsCache: Bool {
        guard let data else { return scenario.dataset != nil }
        let scales = cells.map(\.scale) + (data.hasFloor && !cells.isEmpty ? [.floor] : [])
        return scales.contains { data.cached(at: $0) != nil }
    }

    /// The largest scale that the user's own file has data for; nil for other data, and for a file whose
    /// records are repeated.
    package var largestOwnUnits: Int? {
        guard case .records(let records)? = data, !records.repeats else { return nil }
        return records.file.recordCount
    }

    /// Looks at the user's own data, and finds a scale without any.
    ///
    /// - Parameters:
    ///   - clips: Whether scales beyond the file's end are left out instead; at least all of it is left.
    ///     Default false.
    ///   - events: Told of the reading of a large file.
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
                "pipeline '\(pipeline.name)' doesn't read a CSV file of your own (it reads:"
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

    /// The source of a scale's data in the cache; nil for data that is used where it is, and without any.
    func cachedSource(at scale: Scale) throws -> (any DatasetSource)? {
        if let data { return data.cached(at: scale) }
        return try scenario.dataset.map { try DatasetKinds.generator(for: $0) }
    }
}
