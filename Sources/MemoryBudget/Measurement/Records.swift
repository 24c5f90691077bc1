/// A stored scale: its label, its units and the size of its input.
package struct ScaleRecord: Hashable, Sendable, Codable {
    /// The label as written in the scenario or on the command line, such as `10k`.
    package var label: String
    /// The number of units of work.
    package var units: Int
    /// The size of the input file or tree, in bytes; `nil` without an input.
    package var inputBytes: Int?

    /// Creates a record of a scale.
    package init(_ scale: Scale, inputBytes: Int?) {
        label = scale.label
        units = scale.units
        self.inputBytes = inputBytes
    }

    enum CodingKeys: String, StoredKey {
        case label, units
        case inputBytes = "input_bytes"
    }
}

/// The enforcement of a trial's budget.
package struct EnforcementRecord: Hashable, Sendable, Codable {
    /// The requested enforcement.
    package var requested: Enforcement
    /// The tiers in force, the strongest first; empty for `off` or without a budget.
    package var tiers: [EnforcementTier]
    /// The kernel limit that was set, in bytes; `nil` without one.
    package var limitBytes: Int?
    /// The minimum number of times that the limit was reached, each of which costs time to reclaim
    /// memory or kills a process; `nil` without a cgroup.
    package var limitHits: Int?
    /// The reason why a requested tier is missing; `nil` if none is.
    package var missing: String?
    /// The command that would enable the missing tier; `nil` if none is missing or no remedy is
    /// known.
    package var remedy: String?

    /// Creates a record of what was requested and in force.
    package init(
        requested: Enforcement, tiers: [EnforcementTier] = [], limitBytes: Int? = nil,
        limitHits: Int? = nil, missing: String? = nil, remedy: String? = nil
    ) {
        self.requested = requested
        self.tiers = tiers
        self.limitBytes = limitBytes
        self.limitHits = limitHits
        self.missing = missing
        self.remedy = remedy
    }

    enum CodingKeys: String, StoredKey {
        case requested, tiers, missing, remedy
        case limitBytes = "limit_bytes"
        case limitHits = "limit_hits"
    }

    /// The tiers for display, such as `watchdog, backed by cgroup-v1`.
    package var summary: String {
        tiers.isEmpty ? "none" : tiers.map(\.rawValue).joined(separator: ", backed by ")
    }
}

/// The exit status or the signal with which a process ended.
package struct ExitRecord: Hashable, Sendable, Codable {
    /// The exit status; `nil` if a signal ended the process or it never started.
    package var code: Int?
    /// The number of the signal; `nil` if the process exited.
    package var signal: Int?

    /// Creates a record of an exit status or a signal.
    package init(code: Int? = nil, signal: Int? = nil) {
        self.code = code
        self.signal = signal
    }

    enum CodingKeys: String, StoredKey {
        case code, signal
    }
}

/// The allocator of a trial.
package struct AllocatorRecord: Hashable, Sendable, Codable {
    /// The requested allocator.
    package var name: Allocator
    /// Whether the agent reported; it doesn't in static binaries, which ignore preloads.
    package var isAttached: Bool
    /// The allocator's version, such as `5.3.0-0-g54eaed1d…`; `nil` if the agent did not report.
    package var version: String?

    /// Creates a record of an allocator.
    package init(name: Allocator, isAttached: Bool, version: String? = nil) {
        self.name = name
        self.isAttached = isAttached
        self.version = version
    }

    enum CodingKeys: String, StoredKey {
        case name, version
        case isAttached = "attached"
    }
}
