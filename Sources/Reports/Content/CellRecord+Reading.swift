internal import MemoryBudget
internal import RunStore

extension CellRecord {
    /// The judged median; nil if a trial is censored, because the real one is then higher.
    var peak: Double? {
        summary?.censoredTrials == 0 ? summary?.judged?.median : nil
    }

    /// What the judged metric reached at least, in any trial; nil unless one is censored.
    var atLeast: Double? {
        guard let summary, summary.censoredTrials > 0 else { return nil }
        return [summary.atLeastBytes.map(Double.init), summary.judged?.high]
            .compactMap(\.self).max()
    }

    /// The judged metric over all trials, one that is censored as infinitely high; nil if none was
    /// read or the middle one is censored.
    var spread: Summary? {
        guard let summary else { return nil }
        let censored = repeatElement(Double.infinity, count: summary.censoredTrials)
        return Summary((summary.judged?.values ?? []) + censored)
            .flatMap { $0.median.isFinite ? $0 : nil }
    }

    /// What surrounds the median of all trials, up to infinity if that end is censored; nil if it is
    /// all within a tenth of a MiB.
    var tellingRange: ClosedRange<Double>? {
        guard let spread, spread.values.count > 1, spread.high - spread.low >= 0.1 * 1_048_576
        else { return nil }
        return spread.low...spread.high
    }

    /// The trials that ran to their end, with a budget or without.
    var finished: [Observation] {
        trials.filter { ($0.kind == .measured || $0.kind == .need) && !$0.isCensored }
    }

    /// What the job really needs of a metric: its peak, or that of its need trial.
    func needed(_ metric: Metric) -> Double? {
        if let peak { return peak }
        guard let need, !need.isCensored else { return nil }
        return need.bytes(of: metric).map(Double.init)
    }

    /// How fast the job is when nothing stops it.
    var speed: Double? {
        peak == nil ? needUnitsPerSecond : summary?.unitsPerSecond
    }

    /// Median peak RSS; nil if a trial is censored.
    var peakRSS: Double? {
        summary?.censoredTrials == 0 ? summary?.peakRSSBytes?.median : nil
    }

    /// What the job takes above its floor.
    var net: Double? {
        guard let peakRSS, let floorRSSBytes else { return nil }
        return max(0, peakRSS - floorRSSBytes)
    }

    /// Whether every trial completed and only a budget to judge them by is missing.
    var isOnlyUnjudged: Bool {
        let trials = measured
        return verdict == .unmeasured && !trials.isEmpty
            && trials.allSatisfy { $0.outcome == .completed && $0.budget == nil }
    }

    /// How many times its input the job holds; nil without an input.
    var multipleOfInput: Double? {
        guard let peakRSS, let bytes = scale.inputBytes, bytes > 0 else { return nil }
        return peakRSS / Double(bytes)
    }
}

extension ScenarioRecord {
    /// Whether cells were judged by different budgets, so that each row has to say its own.
    var hasOwnBudgets: Bool {
        Set(cells.map(\.budget)).count > 1
    }

    /// The scales that have cells, ascending.
    var scales: [ScaleRecord] {
        cells.map(\.scale).reduce(into: []) { scales, scale in
            if !scales.contains(where: { $0.units == scale.units }) { scales.append(scale) }
        }
        .sorted { $0.units < $1.units }
    }

    /// The cells of a scale, in the scenario's order.
    func cells(at scale: ScaleRecord) -> [CellRecord] {
        cells.filter { $0.scale.units == scale.units }
    }

    /// The control to compare a cell with: same scale, and the same parameters if there is one.
    func control(for cell: CellRecord) -> CellRecord? {
        let controls = cells(at: cell.scale).filter { $0.role == .control }
        return controls.first { $0.parameters == cell.parameters } ?? controls.first
    }

    /// The settings that every cell shares, as a header names them.
    var sharedParameters: [String: String] {
        guard let first = cells.first else { return [:] }
        return first.parameters.filter { name, value in
            cells.allSatisfy { $0.parameters[name] == value }
        }
    }

    /// Strategy and those settings that tell it apart from its neighbours.
    func name(of cell: CellRecord) -> String {
        let shared = sharedParameters
        var distinct = cell.cell
        distinct.parameters = cell.parameters.filter { shared[$0.key] == nil }
        return distinct.variant
    }

    /// `160k rows`, or `160k` if nobody said what is counted.
    func label(of scale: ScaleRecord) -> String {
        unit.isEmpty ? scale.label : "\(scale.label) \(unit)"
    }
}

/// A cell measured against the control of its scale.
struct ControlRatio: Hashable {
    /// Judged memory of the cell over that of the control; below 1 is smaller.
    var memory: Double?
    /// Throughput of the cell over that of the control; above 1 is faster.
    var speed: Double?

    init?(_ cell: CellRecord, in scenario: ScenarioRecord) {
        guard cell.role != .control, let control = scenario.control(for: cell) else { return nil }
        memory = Self.quotient(cell.peak, control.needed(scenario.metric))
        speed = Self.quotient(cell.peak == nil ? nil : cell.speed, control.speed)
    }

    private static func quotient(_ value: Double?, _ reference: Double?) -> Double? {
        guard let value, let reference, reference > 0 else { return nil }
        return value / reference
    }
}
