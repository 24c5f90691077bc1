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
        /// Why the user's command wrote no empty input; nil if it did, or had none to write.
        var floorProblem: String?
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
        if let cacheProblem, requests.contains(where: \.needsCache) { throw cacheProblem }
        return cache
    }

    /// The data, once it is known that the disks have room for it.
    func prepared(
        _ request: BenchRequest, durations: DurationMemory, runPath: String
    ) async throws -> Prepared {
        try BenchPlan(
            of: [request], own: nil, cache: cache(for: [request]), durations: durations,
            runPath: runPath
        ).disk.check()
        return try await prepared(request)
    }

    /// The data of a scenario: generated, or the user's own.
    func prepared(_ request: BenchRequest) async throws -> Prepared {
        if let data = request.data { return try own(data, of: request) }
        return try await generated(request)
    }

    /// The user's own data at every scale; nobody can say what a correct result of a command is.
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
                // Many programs can't write nothing; without a floor everything else is as it was.
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
                .invalidParameter, "there is no place for the data; set MEMBUDGET_CACHE")
    }

    /// Generated data, kept as its kind wants it.
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

    /// A user's own data: scanned once, independently of every pipeline.
    ///
    /// - Parameters:
    ///   - folder: Where the empty input is written: a CSV file's header alone, or a tree without files.
    ///   - form: The kind of data that is expected; default CSV.
    func own(
        _ path: String, folder: String, form: OwnInputForm = .csv
    ) throws -> (Prepared, Scale) {
        var prepared = Prepared()
        let scanned = try form.dataset(of: path) { step in
            try system.checkStop()
            events(.preparing(step, name: path))
        }
        events(.prepared)
        let units = scanned.manifest.units
        prepared.add(scanned, units: units)
        if units > 0 {
            prepared.add(try form.empty(like: path, in: folder), units: 0)
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
