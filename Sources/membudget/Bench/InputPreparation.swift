import Datasets
import Harness
import MemoryBudget

/// Makes or finds the data of a scenario's cells, outside every measured process.
struct InputPreparation {
    let cache: DatasetCache
    let progress: ProgressReporter

    /// The data of every scale, by units; 0 is the empty input for floors.
    ///
    /// Keep `datasets` alive while the inputs are used: it keeps them from being evicted.
    struct Prepared {
        var inputs: [Int: PreparedInput] = [:]
        var datasets: [Dataset] = []
    }

    init(progress: ProgressReporter) throws {
        cache = DatasetCache(root: try DatasetCache.defaultRoot(environment: currentEnvironment()))
        self.progress = progress
    }

    /// Generated data.
    func generated(_ request: BenchRequest) throws -> Prepared {
        guard let dataset = request.scenario.dataset else { return Prepared() }
        var prepared = Prepared()
        for units in Set(request.cells.map(\.scale.units)).union([0]).sorted() {
            let scale = Scale(units: units)
            let made = try cache.dataset(for: dataset, scale: scale) { step in
                try heedStop()
                progress.show(step, "\(dataset.kind) \(scale.label)")
            }
            prepared.add(made, units: units)
        }
        progress.clear()
        return prepared
    }

    /// A user's own file: scanned once, independently of every pipeline.
    ///
    /// - Parameter folder: Where the empty input, the file's header alone, is written.
    func own(_ path: String, folder: String) throws -> (Prepared, Scale) {
        var prepared = Prepared()
        let scanned = try InputScan.dataset(of: path) { step in
            try heedStop()
            progress.show(step, path)
        }
        progress.clear()
        let units = scanned.manifest.units
        prepared.add(scanned, units: units)
        if units > 0 {
            prepared.add(
                try InputScan.headerOnly(of: path, to: "\(folder)/header.csv"), units: 0)
        }
        return (prepared, Scale(units: units))
    }

    /// What generating the missing datasets will write, in bytes.
    func missingBytes(_ request: BenchRequest) throws -> Int {
        guard let dataset = request.scenario.dataset else { return 0 }
        let generator = try DatasetKinds.generator(for: dataset)
        let present = try cache.contents().compactMap(\.manifest).filter {
            $0.kind == dataset.kind && $0.seed == dataset.seed
                && $0.parameters == generator.parameters
        }
        let missing = Set(request.cells.map(\.scale.units)).subtracting(present.map(\.units))
        return missing.reduce(0) {
            $0 + generator.estimatedBytes(of: .units(Scale(units: $1)))
        }
    }

    private func heedStop() throws {
        if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
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
