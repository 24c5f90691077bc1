import Datasets
import Harness
import MemoryBudget
import RunStore

/// A scenario as the command line changed it: what is measured, under what.
struct BenchRequest {
    private(set) var scenario: Scenario
    /// As its file has it.
    let original: Scenario
    private(set) var worker: WorkerSet.Entry?
    /// Whose workers it is for.
    private(set) var build = Build.head
    /// What `{libexec}` stands for.
    private(set) var libexec = HelperPrograms(environment: currentEnvironment()).folder
    private(set) var cells: [Cell]
    /// What was selected, in every shard and whether it can run here or not.
    private(set) var selected: [Cell]
    /// What was selected and can't run here; none of the cells is of these.
    private(set) var unavailable: [UnavailableStrategy]
    let limits: TrialLimits
    let seed: UInt64
    private(set) var measuresNeed: Bool
    private(set) var verifiesBreakPoints: Bool

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
        self.original = original
        self.measuresNeed = measuresNeed && !budgets.isEmpty
        verifiesBreakPoints = select.verifiesBreakPoints && !budgets.isEmpty
        let reasons = Self.unavailableReasons(scenario, worker, workers)
        selected = scenario.cells(select.selection)
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

    /// The same, without the cells that another lacks; at its scales.
    func limited(to other: BenchRequest) -> BenchRequest {
        var request = self
        request.scenario.scales = other.scenario.scales
        let strategies = Set(cells.map(\.strategy))
        request.cells = other.cells.filter { strategies.contains($0.strategy) }
        return request
    }

    /// The same, at one scale only: that of a user's own file.
    func at(_ scale: Scale) -> BenchRequest {
        func moved(_ cells: [Cell]) -> [Cell] {
            var seen: Set<Cell> = []
            return cells.compactMap { cell in
                var cell = cell
                cell.scale = scale
                return seen.insert(cell).inserted ? cell : nil
            }
        }
        var request = self
        request.scenario.scales = [scale]
        request.selected = moved(selected)
        request.cells = moved(cells)
        return request
    }

    /// The same, with other cells of its scenario.
    func with(cells: [Cell]) -> BenchRequest {
        var request = self
        request.cells = cells
        return request
    }

    /// The same for other workers: what of it they can run, in planned trials only; nil if they can't
    /// run any of what was selected, whichever shard measures that.
    func base(of workers: WorkerFolder) -> BenchRequest? {
        var request = self
        request.build = .base
        request.measuresNeed = false
        request.verifiesBreakPoints = false
        request.libexec = workers.path
        request.scenario.name = Build.base.name(of: scenario.name)
        if case .pipeline(let name) = scenario.job {
            request.worker = workers.set.entry(named: name)
            let runnable = request.worker?.pipeline.strategies.filter(\.available).map(\.name)
            func isRunnable(_ cell: Cell) -> Bool { runnable?.contains(cell.strategy) ?? false }
            guard selected.contains(where: isRunnable) else { return nil }
            request.cells = cells.filter(isRunnable)
        }
        request.unavailable = []
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
    /// Strategies with their parameters, of all shards, in the order of the table.
    var selectedVariants: [String] { unique(selected.map(\.variant)) }

    /// Leaves out what other shards measure, or say that it can't run.
    ///
    /// - Parameter position: Of its first variant in the run: they are dealt out over all scenarios,
    ///   so that no shard gets the first of each.
    mutating func keep(_ shard: Shard, from position: Int) {
        let variants = Set(
            selectedVariants.enumerated().filter { shard.measures(position + $0.offset) }
                .map(\.element))
        cells.removeAll { !variants.contains($0.variant) }
        let strategies = Set(selected.filter { variants.contains($0.variant) }.map(\.strategy))
        unavailable.removeAll { !strategies.contains($0.strategy) }
    }

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
