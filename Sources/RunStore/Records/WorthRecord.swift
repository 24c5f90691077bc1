package import MemoryBudget

/// The worth of a scenario's changes at one scale: of each change alone and of combinations,
/// compared with the base and other strategies.
package struct WorthRecord: Hashable, Sendable, Codable {
    /// The largest scale at which the base was run together with a change.
    package var scale: ScaleRecord
    /// The rows: base, each change alone, changes in sequence, other combinations, other
    /// strategies.
    package var rows: [WorthRow]
    /// The two changes to make first; `nil` if no two were measured together.
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

    /// Returns the row of a combination of changes; `nil` if there is none.
    package func row(_ changes: [String]) -> WorthRow? {
        rows.first { $0.changes == changes }
    }
}

/// The need and speed of a combination of changes, compared with the base.
package struct WorthRow: Hashable, Sendable, Codable {
    /// The included changes, in order; empty for the base, `nil` for another strategy.
    package var changes: [String]?
    /// The strategy's name; `nil` if it was not run.
    package var strategy: String?
    /// The chosen value of every parameter; `nil` if the strategy is.
    package var parameters: [String: String]?
    /// The claimed saving; `nil` for none.
    package var claim: String?
    /// The number of trials behind the figures.
    package var trials = 0
    /// Whether the figures are from the unbudgeted trial, because the budget stopped the others.
    package var isUnbudgeted = false
    /// The reason for an unknown need; `nil` if it is known.
    package var gap: Gap?
    /// The highest reading of a stopped trial above the floor; `nil` unless the gap is `stopped`.
    package var atLeastBytes: Double?
    /// The peak of the budget's metric above the floor; `nil` if unknown.
    package var netBytes: Interval?
    /// The share of the base's ``netBytes`` that is saved, negative if it needs more; `nil` if
    /// either is unknown, and for the base itself.
    package var saved: Interval?
    /// The throughput; `nil` if unknown.
    package var unitsPerSecond: Interval?
    /// The throughput as a multiple of the base's; `nil` as with ``saved``.
    package var speed: Interval?
    /// Whether noise may explain the difference to the base's speed; `nil` with ``speed``.
    package var isSpeedWithinNoise: Bool?

    /// The reason for an unknown need; the raw value is its name in JSON.
    package enum Gap: String, Codable, CaseIterable, Sendable {
        /// The combination was not run.
        case notRun = "not_run"
        /// A result was wrong, so the job's need is unknown.
        case wrong
        /// A trial was stopped before its peak, and no unbudgeted one completed.
        case stopped
        /// No trial has a reading.
        case unmeasured
        /// The peak on an empty input is unknown.
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

/// The two changes that together leave the smallest peak, with the certainty of that.
package struct FirstChanges: Hashable, Sendable, Codable {
    /// The two changes, in their order.
    package var changes: [String]
    /// Other pairs whose peaks differ by no more than noise, the smallest first; may be empty.
    package var undecided: [[String]]
    /// Other planned pairs with an unknown need; may be empty.
    package var uncompared: [[String]]
    /// The maximum that any other change saves after them, as a share of the base's net: the
    /// highest upper end; `nil` unless each of the others was measured after them.
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
