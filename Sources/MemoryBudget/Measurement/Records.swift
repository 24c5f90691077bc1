/// A scale as stored: label, units and the bytes of its input.
package struct ScaleRecord: Hashable, Sendable, Codable {
    /// As people wrote it.
    package var label: String
    /// How many units of work.
    package var units: Int
    /// Size of the input file or tree; nil without one.
    package var inputBytes: Int?

    /// Makes a record.
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

/// What limited a trial.
package struct EnforcementRecord: Hashable, Sendable, Codable {
    /// What was asked for.
    package var requested: Enforcement
    /// What was in force, strongest first; empty for `off` or without a budget.
    package var tiers: [EnforcementTier]
    /// The kernel limit that was set; nil without one.
    package var limitBytes: Int?
    /// The times that the limit was met, at least: memory was taken back then, which takes time, or a
    /// process killed. Nil without a cgroup.
    package var limitHits: Int?
    /// Why a wanted tier is missing; nil if none is.
    package var missing: String?
    /// The command that would put it in force; nil if none is missing, or none is known.
    package var remedy: String?

    /// Makes a record.
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

    /// The tiers in words, `watchdog + cgroup-v1`.
    package var summary: String {
        tiers.isEmpty ? "none" : tiers.map(\.rawValue).joined(separator: " + ")
    }
}

/// How a process ended.
package struct ExitRecord: Hashable, Sendable, Codable {
    /// The exit status; nil if a signal ended it or it never started.
    package var code: Int?
    /// The signal's number; nil if it exited.
    package var signal: Int?

    /// Makes a record.
    package init(code: Int? = nil, signal: Int? = nil) {
        self.code = code
        self.signal = signal
    }

    enum CodingKeys: String, StoredKey {
        case code, signal
    }
}

/// The allocator a trial ran with.
package struct AllocatorRecord: Hashable, Sendable, Codable {
    /// What was asked for.
    package var name: Allocator
    /// Whether the agent did report: false for a static binary, which takes no preload.
    package var isAttached: Bool
    /// What the allocator says of itself, `5.3.0-0-g54eaed1d…`; nil if the agent did not report.
    package var version: String?

    /// Makes a record.
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
