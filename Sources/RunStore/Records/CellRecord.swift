package import MemoryBudget

/// One strategy at one scale, with everything that was measured of it.
package struct CellRecord: Hashable, Sendable, Codable {
    /// The strategy's name.
    package var strategy: String
    /// Size of the input.
    package var scale: ScaleRecord
    /// How its result counts.
    package var role: Scenario.Role
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// What was judged: the strategy's own budget, or the scenario's; nil if it was only measured.
    package var budget: BudgetRecord?
    /// What the measured trials say about the budget.
    package var verdict: Verdict
    /// Median peak RSS on an empty input; nil if no floor trial completed.
    package var floorRSSBytes: Double?
    /// Peak RSS without a budget; nil without a need trial that completed.
    package var needRSSBytes: Int?
    /// Throughput without a budget; nil without a need trial that completed.
    package var needUnitsPerSecond: Double?
    /// What it is expected to need; nil if that was measured, or can't be extrapolated.
    package var needEstimate: NeedEstimate?
    /// The measured trials; nil if there are none.
    package var summary: CellSummary?
    /// The measured trials in order, then the need trial.
    package var trials: [Observation]
    /// A sample of the units that were set aside as bad; at most ``RejectedUnit/limit``.
    package var rejected: [RejectedUnit]

    /// Strategy and parameters, `streamed batch=1000`; parameters sorted by name.
    package var variant: String {
        cell.variant
    }

    /// The cell it is the result of.
    package var cell: Cell {
        Cell(
            strategy: strategy, role: role, scale: Scale(units: scale.units, label: scale.label),
            parameters: parameters)
    }

    /// The trials that are judged.
    package var measured: [Observation] {
        trials.filter { $0.kind == .measured }
    }

    /// The trial without a budget; nil if there was none.
    package var need: Observation? {
        trials.last { $0.kind == .need }
    }

    enum CodingKeys: String, CodingKey {
        case strategy, scale, role, parameters, budget, verdict
        case floorRSSBytes = "floor_rss_bytes"
        case needRSSBytes = "need_rss_bytes"
        case needUnitsPerSecond = "need_units_per_second"
        case needEstimate = "need_estimate"
        case summary, trials, rejected
    }
}

/// A unit that was counted and set aside as bad.
package struct RejectedUnit: Hashable, Sendable, Codable {
    /// How many a cell keeps.
    package static let limit = 10

    /// In which file of a tree, relative to the input; nil for an input that is one file.
    package var file: String?
    /// Where it starts in its file, from 1; 0 for the file itself.
    package var line: Int
    /// What is wrong with it.
    package var reason: String

    enum CodingKeys: String, CodingKey {
        case file, line, reason
    }

    /// Makes a record.
    package init(file: String? = nil, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}
