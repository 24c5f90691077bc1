package import MemoryBudget

/// The worth of a scenario's changes at one scale: the base, each change alone, some of them together, and
/// the other strategies beside them.
package struct WorthRecord: Hashable, Sendable, Codable {
    /// The largest scale at which the base was run beside a change.
    package var scale: ScaleRecord
    /// The base, each change alone, the changes one after another, other combinations, other strategies.
    package var rows: [WorthRow]
    /// The two changes to make first; nil if no two were measured together.
    package var first: FirstChanges?

    /// Creates a record.
    package init(scale: ScaleRecord, rows: [WorthRow], first: FirstChanges? = nil) {
        self.scale = scale
        self.rows = rows
        self.first = first
    }

    enum CodingKeys: String, StoredKey {
        case scale, rows, first
    }

    /// The row of a combination of changes; nil if there is none.
    package func row(_ changes: [String]) -> WorthRow? {
        rows.first { $0.changes == changes }
    }
}

/// The need and the speed of a column, beside the base's.
package struct WorthRow: Hashable, Sendable, Codable {
    /// The changes it has, in their order; none for the base, nil for another strategy.
    package var changes: [String]?
    /// The strategy's name; nil if no such column was run.
    package var strategy: String?
    /// The chosen value of every parameter; nil with the strategy.
    package var parameters: [String: String]?
    /// The claim about what is saved; nil for none.
    package var claim: String?
    /// The number of trials that the figures are of.
    package var trials = 0
    /// Whether they are of the trial without a budget, because the budget stopped the others.
    package var isUnbudgeted = false
    /// The reason for which the need is not known; nil if it is.
    package var gap: Gap?
    /// The highest reading of a trial that was stopped, above the floor; nil unless the gap is that.
    package var atLeastBytes: Double?
    /// The peak of the budget's metric above the floor; nil if that is not known.
    package var netBytes: Interval?
    /// The share of the base's ``netBytes`` that is saved, negative if it needs more; nil if one of the two is
    /// not known, and for the base itself.
    package var saved: Interval?
    /// Throughput; nil if it is not known.
    package var unitsPerSecond: Interval?
    /// Throughput as a multiple of the base's; nil as with ``saved``.
    package var speed: Interval?
    /// Whether noise may explain that it is not the base's; nil with ``speed``.
    package var isSpeedWithinNoise: Bool?

    /// The reason for which a need is not known; the raw value is its name in JSON.
    package enum Gap: String, Codable, CaseIterable, Sendable {
        /// No such column was run.
        case notRun = "not_run"
        /// A result was wrong, which doesn't show what the job needs.
        case wrong
        /// A trial was stopped before its peak, and none ran to its end without the budget.
        case stopped
        /// No trial has a reading.
        case unmeasured
        /// The peak on an empty input is not known.
        case noFloor = "no_floor"
    }

    /// Creates a row without figures.
    package init(
        changes: [String]?, strategy: String? = nil, parameters: [String: String]? = nil,
        claim: String? = nil, gap: Gap? = nil
    ) {
        self.changes = changes
        self.strategy = strategy
        self.parameters = parameters
        self.claim = claim
        self.gap = gap
    }

    enum CodingKeys: String, StoredKey {
        case changes, strategy, parameters, claim, trials
        case isUnbudgeted = "unbudgeted"
        case gap
        case atLeastBytes = "at_least_bytes"
        case netBytes = "net_bytes"
        case saved = "saved_share"
        case unitsPerSecond = "units_per_second"
        case speed = "speed_ratio"
        case isSpeedWithinNoise = "speed_within_noise"
    }
}

/// The two changes that together leave the smallest peak, and how sure that is.
package struct FirstChanges: Hashable, Sendable, Codable {
    /// Both, in their order.
    package var changes: [String]
    /// Other pairs whose peaks don't differ from theirs by more than noise, the smallest first; may be empty.
    package var undecided: [[String]]
    /// Other pairs that were planned and whose need is not known; may be empty.
    package var uncompared: [[String]]
    /// The most that any other change saves after them, as a share of the base's net peak: the highest upper
    /// end; nil unless each of the others was measured after them.
    package var othersSaveAtMost: Double?

    /// Creates a record.
    package init(
        changes: [String], undecided: [[String]] = [], uncompared: [[String]] = [],
        othersSaveAtMost: Double? = nil
    ) {
        self.changes = changes
        self.undecided = undecided
        self.uncompared = uncompared
        self.othersSaveAtMost = othersSaveAtMost
    }

    enum CodingKeys: String, StoredKey {
        case changes, undecided, uncompared
        case othersSaveAtMost = "others_save_at_most_share"
    }
}
