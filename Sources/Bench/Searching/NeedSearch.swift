import Harness
package import MemoryBudget
import Processes
import Reports
package import RunStore

/// Finds the smallest budget that is enough for a strategy at a scale, by runs.
package struct NeedSearch {
    /// Budgets are whole multiples of this: the kernel's own grain is a page, and it batches.
    private static let grainBytes = 64 << 10
    /// No process fits into less.
    private static let smallestBytes = 256 << 10

    private let cell: Cell
    private let settings: SearchSettings
    private var prober: Prober
    /// In grains; nil until the run without a budget was made.
    private var search: EdgeSearch?
    /// The runs and the answer so far.
    package private(set) var record: NeedRecord
    /// Why it ended before both ends were found; nil if it didn't.
    private(set) var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// Other than success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }
    /// The signal that ended the search; nil if none did.
    package private(set) var interruption: Int32?

    /// A search that has not begun.
    ///
    /// - Parameters:
    ///   - cell: The strategy at its scale.
    ///   - request: Its scenario.
    ///   - metric: The metric of the budgets; nil takes a container's charge where that is possible, or
    ///     else peak RSS.
    ///   - enforcement: `cgroup`, `watchdog`, or nil and `auto` for what the metric needs.
    /// - Throws: ``BenchError`` 64 for a metric that can't be read; `MachineError` 69 for containers
    ///   that were asked for and are unavailable.
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

    /// The metric that was asked for, or a container's charge where that is possible.
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

    /// Measures without a budget first, and searches from there; a signal ends it with what is known.
    ///
    /// - Parameter curveTrials: The number of runs under each budget of the curve that is drawn then;
    ///   default 0, for none.
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
        // A budget is inclusive: what it held without one is the first that may be enough.
        let first = Self.grains(bytes)
        let smallest = Self.smallestBytes / Self.grainBytes
        // What it was charged without a limit is enough, also for a tree that shares much.
        let charged = record.metric == .container ? Self.grains(free.cgroupPeakBytes ?? 0) : 0
        search = EdgeSearch(
            in: smallest...max(smallest, 8 * first, charged), rungs: [max(smallest, first)],
            resolution: settings.resolutionShare)
        try await searchOn()
    }

    /// Budgets of that size, rounded up.
    private static func grains(_ bytes: Int) -> Int { (bytes + grainBytes - 1) / grainBytes }

    /// The metric that a run without a budget is read by: an unlimited charge counts whatever page cache
    /// there is room for.
    private var readMetric: Metric { record.metric.showsNeed ? record.metric : .peakRSS }

    /// Repeats runs under budgets from just enough to more than it asks for, round by round. They count
    /// like those of the search, which goes on if they contradict its answer.
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

    /// Looks until both ends are near enough, or nothing more can be learnt.
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

    /// The answer that the runs so far give.
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

    /// A budget that was enough, below one that was not for certain.
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

    /// Six budgets, each larger than the one before by the same factor.
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

    /// Leaves nothing behind.
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

    /// A run that a limit slows down until it times out has not had enough.
    private mutating func note(
        _ observation: Observation, at grains: Int
    ) {
        switch observation.outcome {
        // What may have gone over was not enough for certain.
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
