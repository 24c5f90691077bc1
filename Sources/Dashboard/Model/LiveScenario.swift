package import MemoryBudget
internal import Reports
internal import RunStore

/// A scenario with everything that is known of its cells.
package struct LiveScenario: Hashable, Sendable, Codable {
    /// Its name.
    package var name: String
    /// One sentence; empty if the file gives none.
    package var about: String
    /// The name of the units, in the plural; empty if it is not known.
    package var unit: String
    /// The metric of its budgets, in words: `peak RSS`.
    package var metric: String
    /// By scale, then in the scenario's order of strategies.
    package var cells: [LiveCell]

    enum CodingKeys: String, StoredKey {
        case name, about, unit, metric, cells
    }
}

/// A strategy at a scale: its verdict and its figures, which are those of `run.json`.
package struct LiveCell: Hashable, Sendable, Codable {
    /// Strategy and parameters, which tell it from every other of the scenario.
    package var variant: String
    /// The same without the parameters that all cells share, for people.
    package var name: String
    /// The part that its result plays.
    package var role: Scenario.Role
    /// The number of units.
    package var scaleUnits: Int
    /// The scale as people wrote it.
    package var scaleLabel: String
    /// The budget; nil for none.
    package var budgetBytes: Int?
    /// The verdict of the trials so far; nil before the first of them.
    package var verdict: Verdict?
    /// False if nothing checked the results of its trials; nil if none completed so far.
    package var isResultChecked: Bool?
    /// The median of the budget's metric; nil if a trial was stopped before its peak.
    package var peakBytes: Double?
    /// The least that the peak can be, where a trial was stopped before it; nil otherwise.
    package var atLeastBytes: Double?
    /// The peak RSS on an empty input; nil if it is not known.
    package var floorRSSBytes: Double?
    /// The peak RSS without a budget; nil if it was not measured.
    package var needRSSBytes: Int?
    /// The median throughput; nil if it is not known.
    package var unitsPerSecond: Double?
    /// The median duration, in nanoseconds; nil if every trial was stopped.
    package var wallNanoseconds: Double?
    /// Its trials: the measured ones, then the others.
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

/// A trial that is over.
package struct LiveTrial: Hashable, Sendable, Codable {
    /// The number under which the page asks for its series.
    package var id: Int
    /// The purpose of the trial.
    package var kind: Observation.Kind
    /// From 0, among the trials of its cell and kind.
    package var index: Int
    /// The way it ended.
    package var outcome: Outcome
    /// Its peak RSS; nil if it was not read.
    package var peakRSSBytes: Int?
    /// Its duration, in nanoseconds.
    package var wallNanoseconds: Int
    /// The units done when it ended; nil if it counts nothing.
    package var unitsDone: Int?
    /// Its throughput; nil if it was stopped, or counts nothing.
    package var unitsPerSecond: Double?
    /// The evidence of its outcome, in a sentence.
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
    /// A scenario of a record.
    ///
    /// - Parameter id: The number of a trial.
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
    /// - Parameters:
    ///   - shared: Parameters of all cells of the scenario.
    ///   - id: The number of a trial.
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
