import Harness
package import MemoryBudget
import Reports
package import RunStore

/// Finds the limit that a strategy gets from an engine: measures what it needs at several sizes of input,
/// fits how that grows, and runs it under the limit that follows.
package struct SizeSearch {
    /// Fewer sizes give no fit that is worth a limit, where larger ones could not be measured.
    private static let pointCountMin = 2
    /// A need that may be so many times its estimate gives no limit beyond the sizes that were measured.
    private static let excessMax = 2.0

    let cell: Cell
    let request: BenchRequest
    let question: SizeQuestion
    let settings: SearchSettings
    let system: any BenchSystem
    let events: BenchEventHandler
    let scales: [Scale]
    private let startedAt: Duration
    /// The sizes, the fit, the limit and the runs so far.
    package internal(set) var record: SizeRecord
    /// Why it ended before the limit was verified; nil if it didn't.
    var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// Other than success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }
    /// The signal that ended the search; nil if none did.
    package internal(set) var interruption: Int32?

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

    /// Measures, fits and verifies; a signal ends it with what is known.
    package mutating func run() async throws {
        do {
            for scale in scales where stop == nil && record.gap == nil {
                try await measure(at: scale)
            }
            try await conclude()
        } catch {
            guard let signal = system.signal(behind: error) else { throw error }
            interruption = signal
            stop = .interrupted
        }
    }

    /// The limit that follows from what was measured, verified if nothing ended the search before.
    private mutating func conclude() async throws {
        guard [nil, .timeLimit, .interrupted].contains(stop) else { return }
        guard let fit = fit() else {
            stop = stop ?? (record.gap == .needsTooMuch ? .needsTooMuch : .tooFewSizes)
            return
        }
        let units = question.inputMax.units
        let limits = limits(of: fit)
        record.growth = SizeGrowth(fit, inputMaxUnits: units)
        if let doubt = Self.doubt(of: fit, at: units, need: limits.need) {
            stop = stop ?? doubt
            return
        }
        record.needBytes = limits.need
        take(limits)
        if stop == nil { try await verify(limits) }
    }

    private func limits(of fit: GrowthFit) -> EngineLimits {
        let noise = record.metric == .container ? GrowthNoise.typical : nil
        return EngineLimits(
            of: fit, for: question.engine, upTo: question.inputMax.units,
            risk: question.riskShare, runNoise: noise)
    }

    /// The reason that what was measured says too little of a larger size; nil if it doesn't.
    private static func doubt(
        of fit: GrowthFit, at units: Int, need: Interval
    ) -> SearchStop? {
        guard fit.isExtrapolated(at: units) else { return nil }
        if fit.isMisfit { return .noLaw }
        guard need.high > excessMax * need.estimate else { return nil }
        return .tooUncertain(
            low: ByteCount(whole(need.low)), high: ByteCount(whole(need.high)))
    }

    var isOutOfTime: Bool { remainingTime.map { $0 <= .zero } ?? false }

    var remainingTime: Duration? {
        settings.timeLimit.map { $0 - (system.now() - startedAt) }
    }

    // MARK: Fitting

    /// The growth of the need; nil if too few sizes were measured.
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
    mutating func take(_ limits: EngineLimits) {
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
}
