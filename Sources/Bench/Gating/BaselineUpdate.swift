import MemoryBudget
package import RunStore

/// An update of baselines with the measurements of a run.
package struct BaselineUpdate: Sendable {
    private let requests: [BenchRequest]
    private let path: String
    private let environment: EnvironmentRecord

    /// Creates an update of a baseline folder for a run of these scenarios.
    package init(
        of requests: [BenchRequest], below path: String, on environment: EnvironmentRecord
    ) {
        self.requests = requests
        self.path = path
        self.environment = environment
    }

    /// Checks, before the first trial, that the run's measurements can be written as baselines.
    ///
    /// - Throws: `RunStoreError` if the folder can't be written or a file in it is damaged;
    ///   ``BenchError`` 64 if the run measures only some cells, and its data or metric differs from
    ///   the baseline's.
    package func check() throws {
        try BaselineFolder.checkWritable(path)
        let folder = try read()
        for request in requests {
            for earlier in folder.records(of: request.scenario.name)
            // The allocator of a trial is only known after the trial.
            where earlier.environment
                == EnvironmentClass(
                    environment, allocator: earlier.environment.allocator,
                    runtimes: request.baselineClass)
            {
                try check(request, replacing: earlier)
            }
        }
    }

    /// Writes one baseline file per scenario, all of them or none.
    ///
    /// Cells that the scenario has but the run hasn't measured are kept.
    ///
    /// - Returns: The paths of the written files.
    package func write(_ run: RunRecord) throws -> [String] {
        let folder = try read()
        let baselines = requests.compactMap { request -> BaselineRecord? in
            guard let record = run.scenarios.first(where: { $0.name == request.scenario.name })
            else { return nil }
            var baseline = BaselineRecord(record, in: run.environment)
            if let earlier = folder.record(of: record.name, in: baseline.environment) {
                let known = request.knownKeys
                baseline.keep(from: earlier) { known.contains($0) }
            }
            return baseline
        }
        return try BaselineFolder.write(baselines, below: path)
    }

    private func read() throws -> BaselineFolder {
        try BaselineFolder(updating: path, scenarios: requests.map(\.scenario.name))
    }

    /// Checks that a partial run doesn't replace a baseline of other data or another metric.
    private func check(_ request: BenchRequest, replacing earlier: BaselineRecord) throws {
        let scenario = request.scenario
        let dataset = scenario.dataset
        let metric = scenario.budgets.first?.metric ?? .peakRSS
        guard !earlier.isOf(dataset, digests: request.dataDigests, metric: metric) else { return }
        let needed = request.defaultKeys
            .union(request.knownKeys.intersection(earlier.cells.map(\.key)))
        guard !needed.isSubset(of: request.cells.map(\.key)) else { return }
        let difference = earlier.metric == metric ? "other data" : "another metric"
        throw BenchError(
            .usage,
            "the baseline of '\(scenario.name)' in \(path)/\(earlier.environment.name) was"
                + " measured with \(difference), so only a run of all cells can replace it;"
                + " omit the options that select or change cells, or delete the file")
    }
}

extension BenchRequest {
    /// Every cell in the scenario file, regardless of the command line.
    fileprivate var knownKeys: Set<Cell> {
        keys(Cell.Selection(includesAll: true))
    }

    /// The cells in the scenario file that run by default.
    fileprivate var defaultKeys: Set<Cell> { keys(Cell.Selection()) }

    private func keys(_ selection: Cell.Selection) -> Set<Cell> {
        Set(original.cells(selection).filter { $0.role == .candidate }.map(\.key))
    }
}
