import Datasets
import Harness
import MemoryBudget
import RunStore

/// A scenario as the command line changed it: what is measured, under what.
struct BenchRequest {
    private(set) var scenario: Scenario
    let worker: WorkerSet.Entry?
    private(set) var cells: [Cell]
    /// What was selected and can't run here; none of the cells is of these.
    private(set) var unavailable: [UnavailableStrategy]
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
        try scenario.apply(select.settings, accepted: worker?.pipeline.parameters ?? [])
        if let trials = select.trials { scenario.trials = trials }
        if let seed = select.seed { scenario.dataset?.seed = seed }
        if let allocator = measure.allocator { scenario.allocator = allocator }
        if let timeout = measure.timeout { scenario.timeout = timeout }
        try scenario.apply(limit: measure.budget, metric: measure.metric)
        let budgets = scenario.budgets
        if budgets.first?.metric == .peakLive && scenario.allocator == .system {
            throw Failure(.usage, "'\(scenario.name)': \(MeasureOptions.liveBytesNeedJemalloc)")
        }
        try Self.check(select.strategies, in: scenario, worker: worker)
        self.scenario = scenario
        self.measuresNeed = measuresNeed && !budgets.isEmpty
        let reasons = Self.unavailableReasons(scenario, worker, workers)
        let selected = scenario.cells(select.selection)
        cells = selected.filter { reasons[$0.strategy] == nil }
        unavailable = unique(selected.map(\.strategy)).compactMap { name in
            reasons[name].map { UnavailableStrategy(strategy: name, reason: $0) }
        }
        seed = select.seed ?? scenario.dataset?.seed ?? 42
        limits = TrialLimits(
            budget: budgets.first, enforcement: measure.enforce ?? .auto,
            requiredEnforcement: measure.requireEnforcement, timeout: scenario.timeout,
            traces: !measure.isUntraced)
    }

    /// The limits of its trials, for every budget that is in force.
    var limitsInForce: [TrialLimits] {
        let budgets = Set(cells.map { scenario.budget(of: $0.strategy) })
        guard !budgets.isEmpty else { return [limits] }
        return budgets.map { budget in
            var limits = limits
            limits.budget = budget
            return limits
        }
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

    /// Why strategies can't run here, by name; those that can are left out.
    private static func unavailableReasons(
        _ scenario: Scenario, _ worker: WorkerSet.Entry?, _ workers: WorkerSet
    ) -> [String: String] {
        if let worker { return worker.pipeline.unavailableReasons }
        guard case .pipeline(let name) = scenario.job, let broken = workers.broken.first else {
            return [:]
        }
        let reason = "no worker has pipeline '\(name)', and \(broken.reason)"
        return Dictionary(scenario.strategies.map { ($0.name, reason) }) { first, _ in first }
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
        for name in names {
            guard let reason = worker?.pipeline.unavailableReasons[name] else { continue }
            throw Failure(.unavailable, "strategy '\(name)' can't run here: \(reason)")
        }
    }
}

extension BenchRequest {
    /// Finds out whether this machine can make the data at all, without making any.
    ///
    /// - Throws: `DatasetError` for a setting that the kind does not understand.
    mutating func checkData() throws {
        guard let dataset = scenario.dataset else { return }
        do {
            _ = try DatasetKinds.generator(for: dataset)
            try dataset.checkServer()
        } catch let error where error.code == .unavailable {
            leaveOut(because: error.message)
        }
    }

    /// Takes every cell out of the run, because this machine can't have its data.
    mutating func leaveOut(because reason: String) {
        unavailable += unique(cells.map(\.strategy)).map {
            UnavailableStrategy(strategy: $0, reason: reason)
        }
        cells = []
    }
}

extension WorkerDescription.Pipeline {
    /// Why strategies can't run here, by name; those that can are left out.
    fileprivate var unavailableReasons: [String: String] {
        strategies.reduce(into: [:]) { reasons, strategy in
            guard !strategy.available else { return }
            reasons[strategy.name] = strategy.unavailableReason ?? "the worker gives no reason"
        }
    }
}

private func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
}
