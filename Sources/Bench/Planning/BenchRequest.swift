import Datasets
package import Harness
package import MemoryBudget
import Processes
import Reports
package import RunStore
import ScenarioFiles

/// A scenario with the settings of a command applied: its cells, and the limits of their trials.
package struct BenchRequest: Sendable {
    /// The scenario with the settings applied.
    package private(set) var scenario: Scenario
    /// The scenario as its file has it.
    let original: Scenario
    /// The settings that were applied.
    let measurement: MeasurementSettings
    /// The selection that was applied.
    let selection: Selection
    /// The worker that runs its pipeline; nil for a command.
    package private(set) var worker: WorkerSet.Entry?
    /// The user's own data, once it was looked at; nil for generated data, and without any.
    var data: DataSource?
    /// Whether there is no empty input: the user's command could not write one, or nobody knows how one of
    /// their file's format looks. Default false.
    var lacksFloor = false
    /// The runtimes that a command's baselines are classed by; nil for a pipeline, and until it is asked for.
    var baselineClass: [String]?
    /// The build whose workers run it.
    private(set) var build = Build.head
    /// The folder that `{libexec}` stands for.
    private(set) var libexec: String
    /// The cells that are measured.
    package private(set) var cells: [Cell]
    /// Every selected cell, of all shards, whether it can run here or not.
    private(set) var selected: [Cell]
    /// The selected strategies that can't run here; no cell is of these.
    package internal(set) var unavailable: [UnavailableStrategy]
    /// The limits of its trials; the budget is that of each cell.
    package let limits: TrialLimits
    /// The seed of the order of trials.
    let seed: UInt64
    private(set) var measuresNeed: Bool
    private(set) var profiledCells: ProfiledCells
    private(set) var verifiesBreakPoints: Bool

    /// Applies settings to a scenario.
    ///
    /// - Parameter libexec: The folder that `{libexec}` stands for.
    /// - Throws: ``BenchError`` 64 for a selection that matches nothing or an unknown setting, 65 for a
    ///   command in a folder whose path is not UTF-8.
    package init(
        _ original: Scenario, workers: WorkerSet, measurement: MeasurementSettings,
        selection: Selection, libexec: String
    ) throws {
        var scenario = original
        if case .pipeline(let name) = scenario.job {
            worker = workers.entry(named: name)
        } else {
            worker = nil
        }
        try scenario.apply(selection.settings, accepted: worker?.pipeline.parameters ?? [])
        if let trials = selection.trials { scenario.trials = trials }
        if let seed = selection.seed { scenario.dataset?.seed = seed }
        if let input = selection.inputOfScales {
            scenario.use(input)
        }
        if let allocator = measurement.allocator { scenario.allocator = allocator }
        if let timeout = measurement.timeout { scenario.timeout = timeout }
        if let cpus = measurement.cpus { scenario.processorCount = cpus }
        try scenario.apply(
            limit: measurement.budget, metric: measurement.metric,
            enforcement: measurement.enforce)
        let budgets = scenario.budgets
        let showsNeed = budgets.first?.metric.showsNeed ?? false
        if selection.verifyBreakPoint && budgets.first?.metric == .container {
            throw BenchError(
                .usage,
                "'\(scenario.name)': a container charge shows no break point (it counts page cache,"
                    + " which fills whatever is allowed); leave out --verify-break-point, or find the"
                    + " largest scale that fits with 'membudget limit'")
        }
        if budgets.first?.metric == .peakLive && scenario.allocator == .system {
            throw BenchError(
                .usage, "'\(scenario.name)': \(MeasurementSettings.liveBytesNeedJemalloc)")
        }
        try Self.check(selection.strategies, in: scenario, worker: worker)
        try CommandFolders(paths: [(.here, scenario.folder), (.libexec, libexec)]).check(
            for: scenario)
        self.scenario = scenario
        self.original = original
        self.measurement = measurement
        self.selection = selection
        self.libexec = libexec
        measuresNeed = measurement.need && showsNeed
        profiledCells = measurement.profiledCells(hasBudget: !budgets.isEmpty)
        verifiesBreakPoints = selection.verifyBreakPoint && showsNeed
        let reasons = Self.unavailableReasons(scenario, worker, workers)
        selected = scenario.cells(selection.cells)
        cells = selected.filter { reasons[$0.strategy] == nil }
        unavailable = selected.map(\.strategy).uniqued().compactMap { name in
            reasons[name].map { UnavailableStrategy(strategy: name, reason: $0) }
        }
        seed = selection.seed ?? scenario.dataset?.seed ?? 42
        limits = TrialLimits(
            budget: budgets.first, enforcement: measurement.enforce,
            requiredEnforcement: measurement.requireEnforcement, timeout: scenario.timeout,
            traces: measurement.ptrace, processorCount: scenario.processorCount)
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

    /// The same, at one scale only.
    func at(_ scale: Scale) -> BenchRequest {
        func moved(_ cells: [Cell]) -> [Cell] {
            cells.map { cell in
                var cell = cell
                cell.scale = scale
                return cell
            }.uniqued()
        }
        var request = self
        request.scenario.scales = [scale]
        request.selected = moved(selected)
        request.cells = moved(cells)
        return request
    }

    /// The same, at the one scale that all of a user's own file is.
    func at(_ scale: Scale, of input: InputPreparation.Prepared) -> BenchRequest {
        var request = at(scale)
        if let unit = input.unit { request.scenario.unit = unit }
        request.lacksFloor = input.inputs[0] == nil
        return request
    }

    /// Leaves out the cells above a number of units; if that leaves none, they are moved there.
    mutating func clip(to units: Int) {
        let scales = scenario.scales.filter { $0.units <= units }
        guard !scales.isEmpty else {
            self = at(Scale(units: units))
            return
        }
        scenario.scales = scales
        selected.removeAll { $0.scale.units > units }
        cells.removeAll { $0.scale.units > units }
    }

    /// The same, with other cells of its scenario.
    func with(cells: [Cell]) -> BenchRequest {
        var request = self
        request.cells = cells
        return request
    }

    /// The same as another build runs it: in planned trials only, and as yet with every cell.
    ///
    /// - Parameters:
    ///   - workers: The other build's workers; nil keeps those in use.
    ///   - place: The path that the scenario's file has there, and the folder of its trials; nil keeps both.
    func asBase(of workers: WorkerFolder?, at place: BaseCheckout.Place?) -> BenchRequest {
        var request = self
        request.build = .base
        request.measuresNeed = false
        request.profiledCells = .none
        request.verifiesBreakPoints = false
        request.scenario.name = Build.base.name(of: scenario.name)
        request.unavailable = []
        if let workers {
            request.libexec = workers.path
            if case .pipeline(let name) = scenario.job {
                request.worker = workers.set.entry(named: name)
            }
        }
        if let place {
            request.scenario.path = place.file
            request.scenario.surroundings.folder = place.trialFolder
        }
        return request
    }

    /// Why strategies can't run here, by name; those that can are left out.
    private static func unavailableReasons(
        _ scenario: Scenario, _ worker: WorkerSet.Entry?, _ workers: WorkerSet
    ) -> [String: String] {
        if let worker { return worker.pipeline.unavailableReasons }
        guard case .pipeline(let name) = scenario.job, !workers.broken.isEmpty else { return [:] }
        let broken = workers.broken.map(\.reason).joined(separator: "; ")
        let reason = "no worker has pipeline '\(name)', and \(broken)"
        return Dictionary(scenario.strategies.map { ($0.name, reason) }) { first, _ in first }
    }

    /// A name that selects nothing must not look like a pass.
    private static func check(
        _ names: [String], in scenario: Scenario, worker: WorkerSet.Entry?
    ) throws {
        let known = scenario.strategies.map(\.name)
        for name in names where !known.contains(name) {
            let hint = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
            throw BenchError(
                .usage,
                "'\(scenario.name)' has no strategy '\(name)'\(hint)"
                    + " (it has \(known.joined(separator: ", ")))")
        }
        for name in names {
            guard let reason = worker?.pipeline.unavailableReasons[name] else { continue }
            throw BenchError(.unavailable, "strategy '\(name)' can't run here: \(reason)")
        }
    }
}

extension BenchRequest {
    /// The unit that is counted, in the plural; empty if it is not known.
    package var unit: String { worker?.pipeline.unit ?? scenario.unit }

    /// The order of its trials.
    ///
    /// - Parameter hasOwnInput: Whether all of a file of `--input` is its data, whose header alone is an
    ///   empty input, unless it lacks one.
    func schedule(hasOwnInput: Bool) -> Schedule {
        Schedule(
            cells: cells, trials: scenario.trials,
            hasFloors: hasOwnInput ? !lacksFloor : hasFloors, seed: seed)
    }

    /// The settings with which its trials are run.
    func executorSettings(
        workPath: String, ceiling: ByteCount,
        progress: @escaping @Sendable (PlannedTrial, TrialMoment) -> Void
    ) -> CellExecutor.Settings {
        var settings = CellExecutor.Settings(
            workDirectory: workPath, limits: limits, ceiling: ceiling, seed: seed,
            libexec: libexec, here: scenario.folder, describe: EvidenceText.sentence,
            sampleInterval: measurement.sampleInterval, progress: progress)
        settings.fingerprint = Self.fingerprint
        return settings
    }

    /// Strategies with their parameters, of all shards, in the order of the table.
    var selectedVariants: [String] { selected.map(\.variant).uniqued() }

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
    package mutating func checkData() throws {
        guard let dataset = scenario.dataset else { return }
        do {
            try DatasetKinds.checkAvailable(dataset)
        } catch let error where error.code == .unavailable {
            leaveOut(because: error.message)
        }
    }

    /// Takes the cells of some strategies out of the run.
    mutating func leaveOut(_ strategies: Set<String>) {
        cells.removeAll { strategies.contains($0.strategy) }
    }

    /// Takes every cell out of the run, because this machine can't have its data.
    mutating func leaveOut(because reason: String) {
        unavailable += cells.map(\.strategy).uniqued().map {
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

extension BenchRequest {
    /// Finds a reason that would stop every trial, before the first.
    ///
    /// - Parameters:
    ///   - hasOwnInput: Whether a file is given in place of generated data.
    ///   - system: The machine to run on.
    func checkBeforehand(hasOwnInput: Bool, on system: any BenchSystem) throws {
        _ = try Preload(allocator: scenario.allocator, environment: system.variables)
        if case .pipeline(let name) = scenario.job, worker == nil, !cells.isEmpty {
            throw BenchError(
                .unavailable,
                "no worker has pipeline '\(name)'; run 'make build', or set"
                    + " MEMBUDGET_LIBEXEC to the workers' folder")
        }
        try checkPlaceholders(hasOwnInput: hasOwnInput)
        try checkTrialFolder()
        try checkVerifier(on: system)
        if limits.requiredEnforcement != nil || ![.auto, .off].contains(limits.enforcement)
            || scenario.budgets.first?.metric == .container
        {
            try limitsInForce.forEach(system.checkEnforcement)
        }
    }
}
