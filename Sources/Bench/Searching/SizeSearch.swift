import Harness
package import MemoryBudget
import Reports
package import RunStore

/// A search for the limit to give a strategy in an engine: it measures the need at several input
/// sizes, fits its growth, and verifies the resulting limit.
///
/// ```swift
/// import MemoryBudget
/// let settings = SearchSettings(scenario: "sort", strategy: "heap")
/// let (request, cell) = try settings.request(in: try await ScenarioCollection())
/// var search = try SizeSearch(
///     of: cell, in: request,
///     for: SizeQuestion(engine: .slurm, inputMax: Scale(units: 1_000_000)),
///     metric: nil, enforcement: nil, settings: settings) { _ in }
/// try await search.run()
/// ```
package struct SizeSearch {
    /// The minimum number of measured sizes; fewer give no usable fit.
    private static let pointCountMin = 2
    /// The maximum ratio of the need's upper bound to its estimate for a limit beyond the measured
    /// sizes.
    private static let excessMax = 2.0

    let cell: Cell
    let request: BenchRequest
    let question: SizeQuestion
    let settings: SearchSettings
    let system: any BenchSystem
    let events: BenchEventHandler
    let scales: [Scale]
    private let startedAt: Duration
    /// The sizes, the fit, the limit and the trials so far.
    package internal(set) var record: SizeRecord
    /// The reason why the search ended before the limit was verified; `nil` if it didn't.
    var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// The exit status of the search, which is not success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }
    /// The signal that ended the search; `nil` if there was none.
    package internal(set) var interruption: Int32?

    /// Creates a search that has not begun.
    ///
    /// - Parameters:
    ///   - cell: The cell whose strategy is searched; its scale is ignored.
    ///   - request: The scenario of the cell.
    ///   - metric: The metric of the limit; `nil` selects a container's charge if possible, or else
    ///     peak RSS.
    ///   - enforcement: The enforcement, as for ``NeedSearch``.
    /// - Throws: The errors of ``NeedSearch``, and ``BenchError`` 64 for fewer than two sizes with
    ///   data.
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

    /// Measures, fits and verifies; a signal ends the search with the result so far.
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

    /// Determines the limit from the measurements, and verifies it if nothing ended the search
    /// before.
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

    /// Returns the reason why the measurements don't allow a prediction for a larger size; `nil` if
    /// they do.
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

    /// Returns the growth of the need; `nil` if too few sizes were measured.
    private func fit() -> GrowthFit? {
        guard record.points.count >= Self.pointCountMin else { return nil }
        guard record.metric == .container else {
            return GrowthFit(
                GrowthPoint.points(of: cell, from: record.trials, metric: record.metric))
        }
        // The uncertainty of a need has two parts: the resolution of its search, uniform between
        // the bounds, and the batches that the kernel charges.
        let (resolution, run) = (settings.resolutionShare, GrowthNoise.typical.relative)
        let noise = GrowthNoise(
            relative: (resolution * resolution / 12 + run * run).squareRoot(),
            absoluteBytes: Double(64 << 10))
        return GrowthFit(
            record.points.map { GrowthPoint(units: $0.units, bytes: $0.needBytes) }, noise: noise)
    }

    /// Records limits.
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
