import Datasets
import Harness
import MemoryBudget
import Processes

/// Makes or finds the data of a scenario's cells, outside every measured process.
struct InputPreparation {
    /// The datasets that are there; nil if there is no place for any.
    let cache: DatasetCache?
    private let cacheProblem: DatasetError?
    let system: any BenchSystem
    private let events: BenchEventHandler

    /// The data of every scale, by units; 0 is the empty input for floors.
    ///
    /// Keep `datasets` alive while the inputs are used: it keeps them from being evicted.
    struct Prepared {
        var inputs: [Int: PreparedInput] = [:]
        var datasets: [Dataset] = []
        /// Where workers find the generated data, to be stopped after the last trial.
        fileprivate var stored: StoredData?
    }

    init(system: any BenchSystem, events: @escaping BenchEventHandler) {
        self.system = system
        self.events = events
        do throws(DatasetError) {
            cache = DatasetCache(
                root: try DatasetCache.defaultRoot(environment: system.variables))
            cacheProblem = nil
        } catch {
            cache = nil
            cacheProblem = error
        }
    }

    /// The cache for scenarios that generate data; nil for others that have none.
    ///
    /// - Throws: `DatasetError` if they need one and there is no place for it.
    func cache(for requests: [BenchRequest]) throws(DatasetError) -> DatasetCache? {
        if let cacheProblem, requests.contains(where: \.hasInput) { throw cacheProblem }
        return cache
    }

    /// Generated data, once it is known that the disks have room for it.
    func generated(
        _ request: BenchRequest, durations: DurationMemory, runPath: String
    ) async throws -> Prepared {
        try BenchPlan(
            of: [request], own: nil, cache: cache(for: [request]), durations: durations,
            runPath: runPath
        ).disk.check()
        return try await generated(request)
    }

    /// Generated data, kept as its kind wants it.
    func generated(_ request: BenchRequest) async throws -> Prepared {
        guard let dataset = request.scenario.dataset, !request.cells.isEmpty,
            let cache = try cache(for: [request])
        else { return Prepared() }
        var datasets: [Int: Dataset] = [:]
        for units in Set(request.cells.map(\.scale.units)).union([0]).sorted() {
            let scale = Scale(units: units)
            let name = "\(dataset.kind) \(scale.label)"
            let found = try cache.dataset(for: dataset, scale: scale) { step in
                try system.checkStop()
                events(.preparing(step, name: name))
            }
            if found.isReplacement { events(.dataReplaced(name: name)) }
            datasets[units] = found
        }
        events(.prepared)
        let stored = try await DatasetKinds.storage(for: dataset)
            .prepare(datasets, checkStop: system.checkStop)
        var prepared = Prepared(stored: stored)
        for (units, dataset) in datasets { prepared.add(dataset, units: units) }
        return prepared
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
    /// Stops what serves the data; the inputs in it are gone with it.
    func stopServer() {
        stored?.stop()
    }

    fileprivate mutating func add(_ dataset: Dataset, units: Int) {
        datasets.append(dataset)
        var input = PreparedInput(
            path: stored?.locations[units] ?? dataset.path, units: dataset.manifest.units,
            bytes: dataset.manifest.servedBytes ?? dataset.manifest.bytes,
            datasetKind: dataset.manifest.kind, expected: dataset.manifest.expected,
            expectations: dataset.manifest.expectations ?? [:])
        input.previous = stored?.previous[units]
        input.hiddenVariablePrefix = stored?.hiddenVariablePrefix
        inputs[units] = input
    }
}
