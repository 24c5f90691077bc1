import Datasets
package import Harness
package import MemoryBudget
import Processes
import Reports
package import RunStore
import ScenarioFiles

/// A scenario with the settings of a command applied: its cells, and the limits of their trials.
///
/// ```swift
/// let collection = try await ScenarioCollection()
/// let scenario = try collection.scenarios(["sort"])[0]
/// let request = try BenchRequest(
///     scenario, workers: collection.workers, measurement: MeasurementSettings(),
///     selection: Selection(), libexec: "/usr/libexec/membudget")
/// print(request.cells.count, "cells")
/// ```
package struct BenchRequest: Sendable {
    /// The scenario with the settings applied.
    package private(set) var scenario: Scenario
    /// The scenario as read from its file.
    let original: Scenario
    /// The settings that were applied.
    let measurement: MeasurementSettings
    /// The selection that was applied.
    let selection: Selection
    /// The worker that runs the scenario's pipeline; `nil` for a command.
    package private(set) var worker: WorkerSet.Entry?
    /// The user's own data, after it was examined; `nil` for generated data, and if there is none.
    var data: DataSource?
    /// Whether there is no empty input, because the user's command could not write one or the
    /// file's format has no known empty form. Default false.
    var lacksFloor = false
    /// The runtimes that identify a command's baselines; `nil` for a pipeline, and until they are
    /// requested.
    var baselineClass: [String]?
    /// The build whose workers run the scenario.
    private(set) var build = Build.head
    /// The folder that `{libexec}` stands for.
    private(set) var libexec: String
    /// The cells that are measured.
    package private(set) var cells: [Cell]
    /// Every selected cell, of all shards, whether it can run here or not.
    private(set) var selected: [Cell]
    /// The selected strategies that can't run here; ``cells`` has no cells of these.
    package internal(set) var unavailable: [UnavailableStrategy]
    /// The limits of the trials; the budget is replaced by that of each cell.
    package let limits: TrialLimits
    /// The seed of the order of trials.
    let seed: UInt64
    private(set) var measuresNeed: Bool
    private(set) var profiledCells: ProfiledCells
    private(set) var verifiesBreakPoints: Bool

    /// Creates the request for a scenario by applying settings to it.
    ///
    /// - Parameter libexec: The folder that `{libexec}` stands for.
    /// - Throws: ``BenchError`` 64 for a selection that matches nothing or an unknown setting, 65 for
    ///   a command in a folder whose path is not UTF-8.
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
                "'\(scenario.name)': a container charge has no break point (it includes page cache,"
                    + " which grows up to the limit); omit --verify-break-point, or find the"
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

    /// The limits of the trials, one per budget in force.
    var limitsInForce: [TrialLimits] {
        let budgets = Set(cells.map { scenario.budget(of: $0.strategy) })
        guard !budgets.isEmpty else { return [limits] }
        return budgets.map { budget in
            var limits = limits
            limits.budget = budget
            return limits
        }
    }

    /// Returns this request at another's scales, with only the cells that both have.
    func limited(to other: BenchRequest) -> BenchRequest {
        var request = self
        request.scenario.scales = other.scenario.scales
        let strategies = Set(cells.map(\.strategy))
        request.cells = other.cells.filter { strategies.contains($0.strategy) }
        return request
    }

    /// Returns this request at one scale only.
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

    /// Returns this request at the one scale that is all of a user's own file.
    func at(_ scale: Scale, of input: InputPreparation.Prepared) -> BenchRequest {
        var request = at(scale)
        if let unit = input.unit { request.scenario.unit = unit }
        request.lacksFloor = input.inputs[0] == nil
        return request
    }

    /// Removes the cells above a number of units; if that leaves none, moves the cells to that
    /// number.
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

    /// Returns this request with other cells of its scenario.
    func with(cells: [Cell]) -> BenchRequest {
        var request = self
        request.cells = cells
        return request
    }

    /// Returns this request as another build runs it: in planned trials only, and still with every
    /// cell.
    ///
    /// - Parameters:
    ///   - workers: The other build's workers; `nil` keeps the current ones.
    ///   - place: The location of the scenario in the other build; `nil` keeps the current one.
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

    /// Returns the reasons why strategies can't run here, by name; strategies that can run are left
    /// out.
    private static func unavailableReasons(
        _ scenario: Scenario, _ worker: WorkerSet.Entry?, _ workers: WorkerSet
    ) -> [String: String] {
        if let worker { return worker.pipeline.unavailableReasons }
        guard case .pipeline(let name) = scenario.job, !workers.broken.isEmpty else { return [:] }
        let broken = workers.broken.map(\.reason).joined(separator: "; ")
        let reason = "no worker has pipeline '\(name)', and \(broken)"
        return Dictionary(scenario.strategies.map { ($0.name, reason) }) { first, _ in first }
    }

    /// Checks the names of strategies: a name that selects nothing must not look like a pass.
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
    /// The name of the units, in the plural; empty if unknown.
    package var unit: String { worker?.pipeline.unit ?? scenario.unit }

    /// Returns the order of the trials.
    ///
    /// - Parameter hasOwnInput: Whether the data is a whole file of `--input`. Its header alone is
    ///   the empty input, if it has a header.
    func schedule(hasOwnInput: Bool) -> Schedule {
        Schedule(
            cells: cells, trials: scenario.trials,
            hasFloors: hasOwnInput ? !lacksFloor : hasFloors, seed: seed)
    }

    /// Returns the settings for executing the trials.
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

    /// The strategies with their parameters, of all shards, in table order.
    var selectedVariants: [String] { selected.map(\.variant).uniqued() }

    /// Removes everything that other shards measure or report as unavailable.
    ///
    /// - Parameter position: The position of the first variant in the run. Variants are dealt out
    ///   over all scenarios, so that no shard gets the first one of each.
    mutating func keep(_ shard: Shard, from position: Int) {
        let variants = Set(
            selectedVariants.enumerated().filter { shard.measures(position + $0.offset) }
                .map(\.element))
        cells.removeAll { !variants.contains($0.variant) }
        let strategies = Set(selected.filter { variants.contains($0.variant) }.map(\.strategy))
        unavailable.removeAll { !strategies.contains($0.strategy) }
    }

    /// Checks whether this machine can generate the data, without generating any.
    ///
    /// - Throws: `DatasetError` for a setting that the kind of dataset does not understand.
    package mutating func checkData() throws {
        guard let dataset = scenario.dataset else { return }
        do {
            try DatasetKinds.checkAvailable(dataset)
        } catch let error where error.code == .unavailable {
            leaveOut(because: error.message)
        }
    }

    /// Removes the cells of some strategies from the run.
    mutating func leaveOut(_ strategies: Set<String>) {
        cells.removeAll { strategies.contains($0.strategy) }
    }

    /// Removes every cell from the run, because the data is unavailable on this machine.
    mutating func leaveOut(because reason: String) {
        unavailable += cells.map(\.strategy).uniqued().map {
            UnavailableStrategy(strategy: $0, reason: reason)
        }
        cells = []
    }
}

extension WorkerDescription.Pipeline {
    /// The reasons why strategies can't run here, by name; strategies that can run are left out.
    fileprivate var unavailableReasons: [String: String] {
        strategies.reduce(into: [:]) { reasons, strategy in
            guard !strategy.available else { return }
            reasons[strategy.name] = strategy.unavailableReason ?? "the worker gives no reason"
        }
    }
}

extension BenchRequest {
    /// Checks, before the first trial, for problems that would stop every trial.
    ///
    /// - Parameters:
    ///   - hasOwnInput: Whether a file is used instead of generated data.
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
