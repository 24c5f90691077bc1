import Datasets
import Harness
import MemoryBudget
import PostgreSQLCluster

/// Makes or finds the data of a scenario's cells, outside every measured process.
struct InputPreparation {
    /// The datasets that are there.
    let cache: DatasetCache
    let system: any BenchSystem
    private let events: BenchEventHandler

    /// The data of every scale, by units; 0 is the empty input for floors.
    ///
    /// Keep `datasets` alive while the inputs are used: it keeps them from being evicted.
    struct Prepared {
        var inputs: [Int: PreparedInput] = [:]
        var datasets: [Dataset] = []
        /// The server that holds the data, to be stopped after the last trial; nil for files.
        var server: PostgreSQLCluster?
    }

    init(system: any BenchSystem, events: @escaping BenchEventHandler) throws {
        cache = DatasetCache(root: try DatasetCache.defaultRoot(environment: system.variables))
        self.system = system
        self.events = events
    }

    /// Generated data, once it is known that the disks have room for it.
    func generated(
        _ request: BenchRequest, durations: DurationMemory, runPath: String
    ) async throws -> Prepared {
        try BenchPlan(
            of: [request], own: nil, cache: cache, durations: durations, runPath: runPath
        ).disk.check()
        return try await generated(request)
    }

    /// Generated data, in a server of its own if its kind wants one.
    func generated(_ request: BenchRequest) async throws -> Prepared {
        guard let dataset = request.scenario.dataset, !request.cells.isEmpty else {
            return Prepared()
        }
        var prepared = Prepared()
        for units in Set(request.cells.map(\.scale.units)).union([0]).sorted() {
            let scale = Scale(units: units)
            let made = try cache.dataset(for: dataset, scale: scale) { step in
                try system.checkStop()
                events(.preparing(step, name: "\(dataset.kind) \(scale.label)"))
            }
            prepared.add(made, units: units)
        }
        events(.prepared)
        return dataset.needsServer ? try await served(prepared) : prepared
    }

    /// A user's own file: scanned once, independently of every pipeline.
    ///
    /// - Parameter folder: Where the empty input, the file's header alone, is written.
    func own(_ path: String, folder: String) throws -> (Prepared, Scale) {
        var prepared = Prepared()
        let scanned = try InputScan.dataset(of: path) { step in
            try system.checkStop()
            events(.preparing(step, name: path))
        }
        events(.prepared)
        let units = scanned.manifest.units
        prepared.add(scanned, units: units)
        if units > 0 {
            prepared.add(
                try InputScan.headerOnly(of: path, to: "\(folder)/header.csv"), units: 0)
        }
        return (prepared, Scale(units: units))
    }
}

extension InputPreparation.Prepared {
    fileprivate mutating func add(_ dataset: Dataset, units: Int) {
        datasets.append(dataset)
        inputs[units] = PreparedInput(
            path: dataset.path, units: dataset.manifest.units, bytes: dataset.manifest.bytes,
            datasetKind: dataset.manifest.kind, expected: dataset.manifest.expected,
            expectations: dataset.manifest.expectations ?? [:])
    }
}
