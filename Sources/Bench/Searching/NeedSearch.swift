import Harness
package import MemoryBudget
import Processes
import Reports
package import RunStore

/// A search for the smallest sufficient budget of a strategy at a scale, by running trials.
///
/// ```swift
/// let settings = SearchSettings(scenario: "sort", strategy: "heap")
/// let (request, cell) = try settings.request(in: try await ScenarioCollection())
/// var search = try NeedSearch(
///     of: cell, in: request, metric: .peakRSS, enforcement: nil, settings: settings) { _ in }
/// try await search.run()
/// search.end()
/// ```
package struct NeedSearch {
    /// The granularity of budgets: the kernel accounts in pages, and in batches.
    private static let grainBytes = 64 << 10
    /// The smallest budget to try; no process fits into less.
    private static let smallestBytes = 256 << 10

    private let cell: Cell
    private let settings: SearchSettings
    private var prober: Prober
    /// The search among budgets, in grains; `nil` until the trial without a budget is done.
    private var search: EdgeSearch?
    /// The trials and the result so far.
    package private(set) var record: NeedRecord
    /// The reason why the search ended before it found both bounds; `nil` if it didn't.
    private(set) var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// The exit status of the search, which is not success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }
    /// The signal that ended the search; `nil` if there was none.
    package private(set) var interruption: Int32?

    /// Creates a search that has not begun.
    ///
    /// - Parameters:
    ///   - cell: The strategy and its scale.
    ///   - request: The scenario of the cell.
    ///   - metric: The metric of the budgets; `nil` selects a container's charge if possible, or
    ///     else peak RSS.
    ///   - enforcement: `cgroup` or `watchdog`; `nil` and `auto` select the one that the metric
    ///     needs.
    /// - Throws: ``BenchError`` 64 for a metric that can't be read; `MachineError` 69 for
    ///   containers that were requested and are unavailable.
    package init(
        of cell: Cell, in request: BenchRequest, metric: Metric?, enforcement: Enforcement?,
        settings: SearchSettings, on system: any BenchSystem = LocalSystem(),
        events: @escaping BenchEventHandler
    ) throws {
        let scenario = request.scenario
        if metric == .peakLive && scenario.allocator == .system {
            throw BenchError(
                .usage, "'\(scenario.name)': \(MeasurementSettings.liveBytesNeedJemalloc)")
        }
        let metric = try Self.chosenMetric(
            asked: metric, enforcement: enforcement, limits: request.limits, on: system)
        prober = try Prober(request: request, on: system, events: events)
        self.cell = cell
        self.settings = settings
        record = NeedRecord(
            scenario: scenario.name, strategy: cell.strategy, parameters: cell.parameters,
            unit: request.unit, scale: ScaleRecord(cell.scale, inputBytes: nil),
            enforcement: metric == .container ? .cgroup : .watchdog, metric: metric)
    }

    /// Returns the requested metric, or else a container's charge if possible.
    static func chosenMetric(
        asked: Metric?, enforcement: Enforcement?, limits: TrialLimits, on system: any BenchSystem
    ) throws -> Metric {
        if let asked, asked != .container { return asked }
        if asked == nil && enforcement == .watchdog { return .peakRSS }
        var limits = limits
        limits.budget = Budget(metric: .container, limit: .mebibytes(64))
        limits.enforcement = enforcement ?? .auto
        do {
            try system.checkEnforcement(limits)
            return .container
        } catch let error as MachineError where error.code == .unavailable {
            let isRequired =
                asked == .container || enforcement == .cgroup
                || limits.requiredEnforcement == .cgroup
            guard !isRequired else { throw error }
            return .peakRSS
        }
    }

    /// Runs a trial without a budget, and searches from its peak; a signal ends the search with the
    /// result so far.
    ///
    /// - Parameter curveTrials: The number of trials per budget of the curve that is measured
    ///   afterwards; default 0, for no curve.
    package mutating func run(curveTrials: Int = 0) async throws {
        do {
            try await find()
            if curveTrials > 0 { try await drawCurve(trials: curveTrials) }
        } catch {
            guard let signal = prober.system.signal(behind: error) else { throw error }
            interruption = signal
            stop = .interrupted
            answer()
        }
    }

    private mutating func find() async throws {
        let free = try await look(under: nil)
        record.scale.inputBytes = free.scale.inputBytes
        guard free.outcome == .completed, let bytes = free.bytes(of: readMetric) else {
            stop = unbudgetedStop(free)
            return
        }
        record.unbudgetedBytes = bytes
        if record.metric == .container { record.coldStartBytes = free.peakFileBytes }
        // A budget is inclusive, so the peak without a budget is the first value that may be
        // sufficient.
        let first = Self.grains(bytes)
        let smallest = Self.smallestBytes / Self.grainBytes
        // The charge without a limit is sufficient, even for a tree of processes that share much
        // memory.
        let charged = record.metric == .container ? Self.grains(free.cgroupPeakBytes ?? 0) : 0
        search = EdgeSearch(
            in: smallest...max(smallest, 8 * first, charged), rungs: [max(smallest, first)],
            resolution: settings.resolutionShare)
        try await searchOn()
    }

    /// Returns the number of grains for a size, rounded up.
    private static func grains(_ bytes: Int) -> Int { (bytes + grainBytes - 1) / grainBytes }

    /// The metric for the trial without a budget: an unlimited charge would include as much page
    /// cache as there is room for.
    private var readMetric: Metric { record.metric.showsNeed ? record.metric : .peakRSS }

    /// Repeats trials under budgets from barely sufficient to more than the need, in rounds. They
    /// count like those of the search, which continues if they contradict its result.
    private mutating func drawCurve(trials: Int) async throws {
        guard status == .success, let enough = record.smallestEnoughBytes,
            let free = record.unbudgetedBytes
        else { return }
        let budgets = Self.steps(from: enough, to: max(enough, free) * 3 / 2)
        var generator = SplitMix64(seed: prober.request.seed)
        for round in 0..<trials {
            for (place, budget) in budgets.shuffled(using: &generator).enumerated() {
                if isOutOfTime { return answer() }
                let left = (trials - round) * budgets.count - place - 1
                note(
                    try await look(under: budget, remainingCount: left),
                    at: budget.bytes / Self.grainBytes)
                if status != .success { return answer() }
            }
        }
        stop = nil
        try await searchOn()
    }

    /// Searches until the bounds are close enough, or no progress is possible.
    private mutating func searchOn() async throws {
        while stop == nil, let grains = search?.next {
            if isOutOfTime {
                stop = .timeLimit
            } else {
                let budget = ByteCount(grains * Self.grainBytes)
                let remaining = search?.remainingCount ?? 1
                note(try await look(under: budget, remainingCount: remaining - 1), at: grains)
            }
        }
        answer()
    }

    /// Records the result of the trials so far.
    private mutating func answer() {
        guard let search else { return }
        record.smallestEnoughBytes = search.above.map { $0 * Self.grainBytes }
        record.largestShortBytes = search.below.map { $0 * Self.grainBytes }
        record.inversion = inversion(of: search)
        record.isResolved = search.isResolved && record.inversion == nil
        guard stop == nil, !record.isResolved else { return }
        stop =
            record.inversion.map {
                .budgetsAlternate(
                    enough: ByteCount($0.enoughBytes), short: ByteCount($0.shortBytes))
            } ?? (search.above == nil ? .noneIsEnough : .smallestIsEnough)
    }

    /// Returns a sufficient budget below one that is certainly insufficient; `nil` if there is
    /// none.
    private func inversion(of search: EdgeSearch) -> NeedRecord.Inversion? {
        search.inversion.flatMap { found in
            let short = found.below * Self.grainBytes
            let isKnown = record.trials.contains {
                $0.budget?.limit.bytes == short && $0.outcome != .completed
            }
            return isKnown
                ? NeedRecord.Inversion(
                    enoughBytes: found.above * Self.grainBytes, shortBytes: short) : nil
        }
    }

    /// Returns six budgets in a geometric progression.
    private static func steps(from low: Int, to high: Int) -> [ByteCount] {
        let middle = geometricMean(low, high)
        let quarters = [geometricMean(low, middle), middle, geometricMean(middle, high)]
        let all = [low, geometricMean(low, quarters[0])] + quarters + [high]
        return all.map { ByteCount($0 / grainBytes * grainBytes) }.uniqued()
    }

    private static func geometricMean(_ low: Int, _ high: Int) -> Int {
        Int((Double(low) * Double(high)).squareRoot())
    }

    private var isOutOfTime: Bool {
        settings.timeLimit.map { prober.elapsed >= $0 } ?? false
    }

    /// Removes the temporary files of the search.
    package func end() {
        prober.end()
    }

    private mutating func look(
        under limit: ByteCount?, remainingCount: Int = 10
    ) async throws -> Observation {
        let probe = Prober.Probe(
            cell: cell, budget: limit.map { Budget(metric: record.metric, limit: $0) },
            enforcement: limit == nil ? .auto : record.enforcement,
            remainingCount: remainingCount, varies: .budget)
        let observation = try await prober.run(probe)
        record.trials.append(observation)
        return observation
    }

    /// Records a trial; one that its limit slows down until it times out didn't have a sufficient
    /// budget.
    private mutating func note(
        _ observation: Observation, at grains: Int
    ) {
        switch observation.outcome {
        // A budget that may have been exceeded is not certainly sufficient.
        case .completed: search?.note(observation.isUndecided ? .below : .above, at: grains)
        case .overBudget, .timedOut, .stalled: search?.note(.below, at: grains)
        default: stop = .lost(observation)
        }
    }

    private func unbudgetedStop(_ observation: Observation) -> SearchStop {
        switch observation.outcome {
        case .completed: .notRead(readMetric)
        case .overBudget: .needsTooMuch
        default: .lost(observation)
        }
    }
}
