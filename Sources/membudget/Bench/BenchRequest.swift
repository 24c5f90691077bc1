import Harness
import MemoryBudget

/// A scenario as the command line changed it: what is measured, under what.
struct BenchRequest {
    private(set) var scenario: Scenario
    let worker: WorkerSet.Entry?
    private(set) var cells: [Cell]
    let limits: TrialLimits
    let seed: UInt64
    let measuresNeed: Bool

    /// Applies options to a scenario.
    ///
    /// - Throws: `Failure` 64 for a selection that matches nothing or a setting nobody knows.
    init(
        _ original: Scenario, workers: WorkerSet, measure: MeasureOptions, select: SelectOptions,
        measuresNeed: Bool
    ) throws {
        var scenario = original
        if case .pipeline(let name) = scenario.job {
            worker = workers.entry(named: name)
        } else {
            worker = nil
        }
        try scenario.apply(select.settings, worker: worker)
        if let trials = select.trials { scenario.trials = trials }
        if let seed = select.seed { scenario.dataset?.seed = seed }
        if let allocator = measure.allocator { scenario.allocator = allocator }
        if let timeout = measure.timeout { scenario.timeout = timeout }
        scenario.budget = try Self.budget(of: scenario, measure)
        if scenario.budget?.metric == .peakLive && scenario.allocator == .system {
            throw Failure(.usage, "'\(scenario.name)': \(MeasureOptions.liveBytesNeedJemalloc)")
        }
        try Self.check(select.strategies, in: scenario, worker: worker)
        self.scenario = scenario
        self.measuresNeed = measuresNeed && scenario.budget != nil
        cells = scenario.cells(select.selection)
        seed = select.seed ?? scenario.dataset?.seed ?? 42
        limits = TrialLimits(
            budget: scenario.budget, enforcement: measure.enforce ?? .auto,
            requiredEnforcement: measure.requireEnforcement, timeout: scenario.timeout,
            traces: !measure.isUntraced)
    }

    /// The same, at one scale only: that of a user's own file.
    func at(_ scale: Scale) -> BenchRequest {
        var request = self
        request.scenario.scales = [scale]
        var seen: Set<Cell> = []
        request.cells = cells.compactMap { cell in
            var cell = cell
            cell.scale = scale
            return seen.insert(cell).inserted ? cell : nil
        }
        return request
    }

    private static func budget(
        of scenario: Scenario, _ measure: MeasureOptions
    ) throws -> Budget? {
        guard let limit = measure.budget ?? scenario.budget?.limit else {
            if measure.metric == nil { return nil }
            throw Failure(
                .usage,
                "'\(scenario.name)' has no budget for --metric to be about;"
                    + " give one with --budget 64MiB")
        }
        let metric = measure.metric ?? scenario.budget?.metric ?? .peakRSS
        return Budget(metric: metric, limit: limit)
    }

    /// A name that selects nothing must not look like a pass.
    private static func check(
        _ names: [String], in scenario: Scenario, worker: WorkerSet.Entry?
    ) throws {
        let known = scenario.strategies.map(\.name)
        for name in names where !known.contains(name) {
            let hint = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure(
                .usage,
                "'\(scenario.name)' has no strategy '\(name)'\(hint)"
                    + " (it has \(known.joined(separator: ", ")))")
        }
        for strategy in worker?.pipeline.strategies ?? []
        where !strategy.available && (names.isEmpty ? known : names).contains(strategy.name) {
            throw Failure(
                .unavailable,
                "strategy '\(strategy.name)' can't run here:"
                    + " \(strategy.unavailableReason ?? "the worker gives no reason")")
        }
    }
}

extension Scenario {
    /// Puts the values of `--set` in place of the file's.
    fileprivate mutating func apply(_ settings: [Setting], worker: WorkerSet.Entry?) throws {
        let known =
            parameters.map(\.name) + (worker?.pipeline.parameters.map(\.name) ?? [])
        for name in settings.map(\.name) where !known.contains(name) {
            let hint = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure(.usage, "'\(self.name)' has no parameter '\(name)'\(hint)")
        }
        for (name, group) in Dictionary(grouping: settings, by: \.name) {
            parameters.removeAll { $0.name == name }
            parameters.append(Parameter(name: name, values: group.map(\.value)))
        }
        parameters.sort { $0.name < $1.name }
    }
}
