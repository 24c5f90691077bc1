import Datasets
import Harness
package import MemoryBudget
import Processes
import Reports
package import RunStore

/// Finds the limit that a strategy gets from an engine: measures what it needs at several sizes of input,
/// fits how that grows, and runs it under the limit that follows.
package struct SizeSearch {
    /// Runs per size where peaks are read: fewer show no noise.
    private static let peakTrials = 3
    /// Fewer sizes give no fit that is worth a limit, where larger ones could not be measured.
    private static let pointCountMin = 2

    private let cell: Cell
    private let request: BenchRequest
    private let question: SizeQuestion
    private let settings: SearchSettings
    private let system: any BenchSystem
    private let events: BenchEventHandler
    private let scales: [Scale]
    private let startedAt: Duration
    /// The sizes, the fit, the limit and the runs so far.
    package private(set) var record: SizeRecord
    /// Why it ended before the limit was verified; nil if it didn't.
    private var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// Other than success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }

    /// A search that has not begun.
    ///
    /// - Parameters:
    ///   - cell: The strategy; at which scale doesn't matter.
    ///   - request: Its scenario.
    ///   - metric: The metric of the limit; nil takes a container's charge where that is possible, or else
    ///     peak RSS.
    ///   - enforcement: As of ``NeedSearch``.
    /// - Throws: As ``NeedSearch``, and for fewer than two sizes with data.
    package init(
        of cell: Cell, in request: BenchRequest, for question: SizeQuestion, metric: Metric?,
        enforcement: Enforcement?, settings: SearchSettings,
        on system: any BenchSystem = LocalSystem(), events: @escaping BenchEventHandler
    ) throws {
        scales = try request.sizes(for: question)
        let metric = try NeedSearch.chosenMetric(
            asked: metric, enforcement: enforcement, limits: request.limits, on: system)
        record = SizeRecord(
            scenario: request.scenario.name, strategy: cell.strategy, parameters: cell.parameters,
            unit: request.unit, engine: question.engine, inputMaxUnits: question.inputMax.units,
            riskShare: question.riskShare, metric: metric)
        self.cell = cell
        self.request = request
        self.question = question
        self.settings = settings
        self.system = system
        self.events = events
        startedAt = system.now()
    }

    /// Measures, fits and verifies.
    package mutating func run() async throws {
        for scale in scales where stop == nil && record.gap == nil {
            try await measure(at: scale)
        }
        guard stop == nil || stop == .timeLimit else { return }
        guard let fit = fit() else {
            stop = stop ?? (record.gap == .needsTooMuch ? .needsTooMuch : .tooFewSizes)
            return
        }
        let (units, risk) = (question.inputMax.units, question.riskShare)
        let noise = record.metric == .container ? GrowthNoise.typical : nil
        let limits = EngineLimits(
            of: fit, for: question.engine, upTo: units, risk: risk, runNoise: noise)
        record.growth = SizeGrowth(fit, inputMaxUnits: units)
        record.needBytes = limits.need
        take(limits)
        if stop == nil { try await verify(limits) }
    }

    private var isOutOfTime: Bool { remainingTime.map { $0 <= .zero } ?? false }

    private var remainingTime: Duration? {
        settings.timeLimit.map { $0 - (system.now() - startedAt) }
    }

    // MARK: Measuring

    /// Measures one size, or finds that it and larger ones can't be.
    private mutating func measure(at scale: Scale) async throws {
        guard !isOutOfTime else { return stop = .timeLimit }
        do {
            if record.metric == .container {
                try await searchNeed(at: scale)
            } else {
                try await readPeaks(at: scale)
            }
        } catch {
            try leaveOut(from: scale, because: error)
        }
    }

    /// Goes on without data that there is no room for.
    ///
    /// - Throws: Any other error.
    private mutating func leaveOut(from scale: Scale, because error: any Error) throws {
        guard let reason = Self.lackOfRoom(error) else { throw error }
        events(.scaleSkipped(scale, reason: reason))
        record.gap = .noRoom
    }

    private static func lackOfRoom(_ error: any Error) -> String? {
        switch error {
        case let error as DatasetError where [.overCap, .diskFull].contains(error.code):
            error.message
        case let error as BenchError where error.code == .failed(.storeFailure): error.description
        default: nil
        }
    }

    private mutating func searchNeed(at scale: Scale) async throws {
        var settings = settings
        settings.timeLimit = remainingTime
        var search = try NeedSearch(
            of: moved(to: scale), in: request, metric: .container, enforcement: .cgroup,
            settings: settings, on: system, events: events)
        defer { search.end() }
        try await search.run()
        record.needs.append(search.record)
        switch search.stop {
        case .needsTooMuch: record.gap = .needsTooMuch
        case nil, .smallestIsEnough, .budgetsAlternate:
            let need = search.record.needBytes(resolutionShare: settings.resolutionShare)
            guard let bytes = need else { return stop = search.stop }
            note(bytes, at: search.record.scale)
        case .some(let reason): stop = reason
        }
    }

    private mutating func readPeaks(at scale: Scale) async throws {
        var prober = try Prober(request: request, on: system, events: events)
        defer { prober.end() }
        var peaks: [(bytes: Int, scale: ScaleRecord)] = []
        for index in 0..<Self.peakTrials {
            guard !isOutOfTime else { return stop = .timeLimit }
            let trial = try await prober.run(
                Prober.Probe(
                    cell: moved(to: scale), budget: nil, enforcement: .auto,
                    remainingCount: Self.peakTrials - index - 1, varies: .scale))
            record.trials.append(trial)
            switch trial.outcome {
            case .completed: break
            case .overBudget: return record.gap = .needsTooMuch
            default: return stop = .lost(trial)
            }
            guard let bytes = trial.highBytes(of: record.metric) else {
                return stop = .notRead(record.metric)
            }
            peaks.append((bytes, trial.scale))
        }
        let median = Summary(peaks.map { Double($0.bytes) })?.median ?? 0
        note(whole(median), at: peaks[0].scale)
    }

    private mutating func note(_ bytes: Int, at scale: ScaleRecord) {
        record.points.append(
            SizePoint(units: scale.units, inputBytes: scale.inputBytes, needBytes: bytes))
    }

    private func moved(to scale: Scale) -> Cell {
        var cell = cell
        cell.scale = scale
        return cell
    }

    // MARK: Fitting

    /// How the need grows; nil if too few sizes were measured.
    private func fit() -> GrowthFit? {
        guard record.points.count >= Self.pointCountMin else { return nil }
        guard record.metric == .container else {
            return GrowthFit(
                GrowthPoint.points(of: cell, from: record.trials, metric: record.metric))
        }
        // A need is known to the resolution of its search, evenly between its ends, and to what the kernel
        // charges at once.
        let (resolution, run) = (settings.resolutionShare, GrowthNoise.typical.relative)
        let noise = GrowthNoise(
            relative: (resolution * resolution / 12 + run * run).squareRoot(),
            absoluteBytes: Double(64 << 10))
        return GrowthFit(
            record.points.map { GrowthPoint(units: $0.units, bytes: $0.needBytes) }, noise: noise)
    }

    /// Keeps limits in the record.
    private mutating func take(_ limits: EngineLimits) {
        record.formula = limits.formula
        for index in record.points.indices {
            record.points[index].limitBytes = whole(limits.bytes(at: record.points[index].units))
        }
        let limit = limits.limit(at: question.inputMax.units)
        record.limitBytes = limit.bytes
        if let largest = question.engine.largest, limit > largest {
            record.limitBytes = nil
            stop = .aboveLargest(limit: limit, engine: question.engine)
        }
    }

    // MARK: Verifying

    /// Runs under the limit at the largest input; where that is impossible, at the largest measured size.
    private mutating func verify(_ limits: EngineLimits) async throws {
        if record.gap == nil { record.gap = gap(at: question.inputMax) }
        if record.gap == nil {
            do {
                try await verify(limits, upTo: question.inputMax)
            } catch {
                try leaveOut(from: question.inputMax, because: error)
            }
        }
        if record.gap != nil, let measured = scales.last(where: isMeasured) {
            try await verify(limits, upTo: measured)
        }
        guard stop == nil else { return }
        record.isResolved = record.gap == nil
        record.stoppedBecause = record.gap?.sentence(at: question.inputMax)
    }

    private func isMeasured(_ scale: Scale) -> Bool {
        record.points.contains { $0.units == scale.units }
    }

    private mutating func verify(_ limits: EngineLimits, upTo top: Scale) async throws {
        var trials = LimitTrials(
            of: cell, for: question, metric: record.metric, enforcement: record.enforcement,
            limits: limits, top: top, between: question.engine.takesFormula ? between : [],
            timeLimit: remainingTime)
        var prober = try Prober(request: request, on: system, events: events)
        defer { prober.end() }
        let ended = try await trials.run(on: &prober)
        record.trials += trials.trials
        record.verification = trials.record
        take(trials.limits)
        stop = stop ?? ended
    }

    /// The reason that the job can't be run at a size; nil if it can.
    private func gap(at scale: Scale) -> SizeRecord.Gap? {
        guard request.hasData(at: scale) else { return .noData }
        let limit = record.limitBytes ?? .max
        return limit > system.ceiling.bytes ? .needsTooMuch : nil
    }

    /// Sizes between those that were measured.
    private var between: [Scale] {
        let units = record.points.map(\.units)
        return zip(units, units.dropFirst()).map { pair in
            Scale(units: Int((Double(pair.0) * Double(pair.1)).squareRoot()))
        }.filter(request.hasData)
    }
}
