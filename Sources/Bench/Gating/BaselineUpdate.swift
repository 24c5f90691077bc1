import MemoryBudget
package import RunStore

/// Writes what a run measured as the baselines of its scenarios.
package struct BaselineUpdate: Sendable {
    private let requests: [BenchRequest]
    private let path: String
    private let environment: EnvironmentRecord

    /// The update of a folder by a run of these scenarios.
    package init(
        of requests: [BenchRequest], below path: String, on environment: EnvironmentRecord
    ) {
        self.requests = requests
        self.path = path
        self.environment = environment
    }

    /// Finds out, before anything is launched, whether what the run will measure can be written.
    ///
    /// - Throws: `RunStoreError` for a folder that can't be written or a damaged file in it, ``BenchError``
    ///   64 for a run that would put some cells of other data in place of all that are there.
    package func check() throws {
        try BaselineFolder.checkWritable(path)
        let folder = try read()
        for request in requests {
            for earlier in folder.records(of: request.scenario.name)
            // Which allocator a trial gets is known only after it.
            where earlier.environment
                == EnvironmentClass(
                    environment, allocator: earlier.environment.allocator,
                    runtimes: request.baselineClass)
            {
                try check(request, replacing: earlier)
            }
        }
    }

    /// Writes a file a scenario, all of them or none; cells that the scenario has and the run hasn't measured stay.
    ///
    /// - Returns: The paths of the files.
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

    /// One file holds one kind of data and one metric: a part of a scenario can't replace another's.
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
            "the baseline of '\(scenario.name)' in \(path)/\(earlier.environment.name) is of"
                + " \(difference), and only a run of every cell of the scenario can replace it;"
                + " leave out the options that select or change cells, or delete the file")
    }
}

extension BenchRequest {
    /// Every cell of a candidate that its file has, whatever the command line made of them.
    fileprivate var knownKeys: Set<Cell> {
        keys(Cell.Selection(includesAll: true))
    }

    /// Those of them that run without being asked for.
    fileprivate var defaultKeys: Set<Cell> { keys(Cell.Selection()) }

    private func keys(_ selection: Cell.Selection) -> Set<Cell> {
        Set(original.cells(selection).filter { $0.role == .candidate }.map(\.key))
    }
}
