package import MemoryBudget
internal import Reports
internal import RunStore

/// A scenario and the current results of its cells.
package struct LiveScenario: Hashable, Sendable, Codable {
    /// The name of the scenario.
    package var name: String
    /// A one-sentence description; empty if the file has none.
    package var about: String
    /// The name of the units, in the plural; empty if unknown.
    package var unit: String
    /// The display name of the budgets' metric, such as `peak RSS`.
    package var metric: String
    /// The cells by scale, then in the scenario's order of strategies.
    package var cells: [LiveCell]

    enum CodingKeys: String, StoredKey {
        case name, about, unit, metric, cells
    }
}

/// A cell: a strategy at a scale, with its verdict and the same figures as in `run.json`.
package struct LiveCell: Hashable, Sendable, Codable {
    /// The strategy with its parameters, unique in the scenario.
    package var variant: String
    /// The display name: the variant without parameters that all cells share.
    package var name: String
    /// The role of the strategy.
    package var role: Scenario.Role
    /// The number of units of the scale.
    package var scaleUnits: Int
    /// The scale as written by the user.
    package var scaleLabel: String
    /// The budget, in bytes; `nil` for none.
    package var budgetBytes: Int?
    /// The verdict from the trials so far; `nil` before the first of them.
    package var verdict: Verdict?
    /// Whether the results of the trials were checked; `nil` if none has completed.
    package var isResultChecked: Bool?
    /// The median reading of the budget's metric, in bytes; `nil` if a trial was stopped before its
    /// peak.
    package var peakBytes: Double?
    /// The lower bound of the peak if a trial was stopped before it, in bytes; `nil` otherwise.
    package var atLeastBytes: Double?
    /// The peak RSS on an empty input, in bytes; `nil` if unknown.
    package var floorRSSBytes: Double?
    /// The peak RSS without a budget, in bytes; `nil` if it was not measured.
    package var needRSSBytes: Int?
    /// The median throughput; `nil` if unknown.
    package var unitsPerSecond: Double?
    /// The median duration, in nanoseconds; `nil` if every trial was stopped.
    package var wallNanoseconds: Double?
    /// The trials: the measured ones, then the others.
    package var trials: [LiveTrial]

    enum CodingKeys: String, StoredKey {
        case variant, name, role
        case scaleUnits = "scale_units"
        case scaleLabel = "scale_label"
        case budgetBytes = "budget_bytes"
        case verdict
        case isResultChecked = "result_checked"
        case peakBytes = "peak_bytes"
        case atLeastBytes = "at_least_bytes"
        case floorRSSBytes = "floor_rss_bytes"
        case needRSSBytes = "need_rss_bytes"
        case unitsPerSecond = "units_per_second"
        case wallNanoseconds = "wall_ns"
        case trials
    }
}

/// A trial that has ended.
package struct LiveTrial: Hashable, Sendable, Codable {
    /// The number by which the page requests the memory series.
    package var id: Int
    /// The purpose of the trial.
    package var kind: Observation.Kind
    /// The index among the trials of its cell and kind, from 0.
    package var index: Int
    /// The outcome of the trial.
    package var outcome: Outcome
    /// The peak RSS, in bytes; `nil` if it was not read.
    package var peakRSSBytes: Int?
    /// The duration, in nanoseconds.
    package var wallNanoseconds: Int
    /// The number of units completed at the end; `nil` if the trial doesn't report units.
    package var unitsDone: Int?
    /// The throughput in units per second; `nil` if the trial was stopped or doesn't report units.
    package var unitsPerSecond: Double?
    /// A sentence with the evidence for the outcome.
    package var evidence: String

    enum CodingKeys: String, StoredKey {
        case id, kind, index, outcome
        case peakRSSBytes = "peak_rss_bytes"
        case wallNanoseconds = "wall_ns"
        case unitsDone = "units_done"
        case unitsPerSecond = "units_per_second"
        case evidence
    }
}

extension LiveScenario {
    /// Creates a scenario from its record.
    ///
    /// - Parameter id: Returns the number of a trial.
    init(_ record: ScenarioRecord, id: (Observation) -> Int) {
        name = record.name
        about = record.about
        unit = record.unit
        metric = record.metric.title
        let shared = Cell.sharedParameters(of: record.cells.map(\.parameters))
        cells = record.cells.map { LiveCell($0, sharing: shared, id: id) }
    }
}

extension LiveCell {
    /// Creates a cell from its record.
    ///
    /// - Parameters:
    ///   - shared: The parameters that are equal in all cells of the scenario.
    ///   - id: Returns the number of a trial.
    init(
        _ record: CellRecord, sharing shared: [String: String], id: (Observation) -> Int
    ) {
        let reading = record.reading
        variant = record.variant
        name = Cell.variant(of: record.strategy, with: record.parameters, without: shared)
        role = record.role
        scaleUnits = record.scale.units
        scaleLabel = record.scale.label
        budgetBytes = record.budget?.limit.bytes
        verdict = record.measured.isEmpty ? nil : record.verdict
        isResultChecked = record.isResultChecked
        peakBytes = reading.peak
        atLeastBytes = reading.atLeast
        floorRSSBytes = record.floorRSSBytes
        needRSSBytes = record.needRSSBytes
        unitsPerSecond = record.summary?.unitsPerSecond
        wallNanoseconds = record.summary?.wallNanoseconds
        trials = record.trials.map { LiveTrial($0, id: id($0)) }
    }
}

extension LiveTrial {
    init(_ trial: Observation, id: Int) {
        self.id = id
        kind = trial.kind
        index = trial.index
        outcome = trial.outcome
        peakRSSBytes = trial.peakRSSBytes
        wallNanoseconds = trial.wallNanoseconds
        unitsDone = trial.unitsDone
        unitsPerSecond = trial.unitsPerSecond
        evidence = trial.worded.evidence.detail
    }
}
