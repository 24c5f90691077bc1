import Datasets
import Harness
import MemoryBudget
import Processes

/// The preparation of a scenario's data, outside every measured process.
struct InputPreparation {
    /// The dataset cache; `nil` if there is no place for one.
    let cache: DatasetCache?
    private let cacheProblem: DatasetError?
    let system: any BenchSystem
    private let events: BenchEventHandler

    /// The prepared data of every scale, keyed by units; 0 is the empty input for floors.
    ///
    /// Keep `datasets` alive while the inputs are used: this prevents their eviction from the
    /// cache.
    struct Prepared {
        var inputs: [Int: PreparedInput] = [:]
        var datasets: [Dataset] = []
        /// The name of the units in the plural; `nil` for that of the scenario.
        var unit: String?
        /// The reason why the user's command wrote no empty input; `nil` if it did, or had none to
        /// write.
        var floorProblem: String?
        /// The server of the generated data, to be stopped after the last trial.
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

    /// Returns the cache for scenarios that generate data; `nil` if they need none and there is
    /// none.
    ///
    /// - Throws: `DatasetError` if they need a cache and there is no place for one.
    func cache(for requests: [BenchRequest]) throws(DatasetError) -> DatasetCache? {
        if let cacheProblem, requests.contains(where: \.needsCache) { throw cacheProblem }
        return cache
    }

    /// Prepares the data of a scenario after checking that the disks have room for it.
    func prepared(
        _ request: BenchRequest, durations: DurationMemory, runPath: String
    ) async throws -> Prepared {
        try BenchPlan(
            of: [request], own: nil, cache: cache(for: [request]), durations: durations,
            runPath: runPath
        ).disk.check()
        return try await prepared(request)
    }

    /// Prepares the data of a scenario: generated, or the user's own.
    func prepared(_ request: BenchRequest) async throws -> Prepared {
        if let data = request.data { return try own(data, of: request) }
        return try await generated(request)
    }

    /// Prepares the user's own data at every scale; the correct result of a command is unknown.
    private func own(_ data: DataSource, of request: BenchRequest) throws -> Prepared {
        guard !request.cells.isEmpty else { return Prepared() }
        let scales = request.cells.map(\.scale).uniqued(by: \.units)
        try data.check(scales)
        var prepared = Prepared()
        for scale in scales { try add(scale, of: data, for: request, to: &prepared) }
        if data.hasFloor {
            do {
                try add(.floor, of: data, for: request, to: &prepared)
            } catch let error as DatasetError where error.code == .commandFailed {
                // Many programs reject empty input. Without a floor, the rest of the run is
                // unaffected.
                prepared.floorProblem = error.message
            }
        }
        events(.prepared)
        return prepared
    }

    private func add(
        _ scale: Scale, of data: DataSource, for request: BenchRequest, to prepared: inout Prepared
    ) throws {
        let name = "\(request.scenario.name) \(scale.label)"
        let dataset = try data.dataset(at: scale, cache: { try cache(needing: request) }) {
            try system.checkStop()
            events(.preparing($0, name: name))
        }
        if dataset.isReplacement { events(.dataReplaced(name: name)) }
        prepared.add(dataset, units: scale.units)
        if request.worker == nil { prepared.inputs[scale.units]?.expected = nil }
    }

    private func cache(needing request: BenchRequest) throws -> DatasetCache {
        if let cache { return cache }
        throw cacheProblem
            ?? DatasetError(
                .invalidParameter, "there is no folder for the data; set MEMBUDGET_CACHE")
    }

    /// Generates data and stores it as required by its kind.
    private func generated(_ request: BenchRequest) async throws -> Prepared {
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

    /// Prepares the whole of a user's own file, scanned once, independently of every pipeline.
    ///
    /// - Parameters:
    ///   - folder: The folder in which the empty input is written: a file's header alone, or a tree
    ///     without files.
    ///   - form: The expected form of the data; default CSV.
    func own(
        _ path: String, folder: String, form: OwnInputForm = .csv
    ) throws -> (Prepared, Scale) {
        var prepared = Prepared()
        let scanned = try form.scan(path, folder: folder) { step in
            try system.checkStop()
            events(.preparing(step, name: path))
        }
        events(.prepared)
        let units = scanned.whole.manifest.units
        prepared.add(scanned.whole, units: units)
        if let empty = scanned.empty { prepared.add(empty, units: 0) }
        if form == .any {
            // The correct result of a command is unknown.
            for units in prepared.inputs.keys { prepared.inputs[units]?.expected = nil }
        }
        prepared.unit = scanned.unit
        return (prepared, Scale(units: units))
    }
}

extension InputPreparation.Prepared {
    /// Stops the server of the data, which removes the inputs in it.
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
