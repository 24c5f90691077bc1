package import MemoryBudget

/// The running trial, with its memory so far.
package struct RunningTrial: Hashable, Sendable, Codable {
    /// The name of the scenario, followed by the build for a trial of the base.
    package var scenario: String
    /// The strategy with its parameters.
    package var variant: String
    /// The number of units of the scale.
    package var scaleUnits: Int
    /// The scale as written by the user.
    package var scaleLabel: String
    /// The purpose of the trial.
    package var kind: Observation.Kind
    /// The index among the trials of its cell and kind, from 0.
    package var index: Int
    /// The number among the trials known so far, from 1.
    package var number: Int
    /// The name of the units, in the plural; empty if unknown.
    package var unit = ""
    /// The latest progress; `nil` before the first.
    package var moment: LiveMoment?
    /// The memory over time: pairs of milliseconds and bytes, in ascending order of time.
    package private(set) var points: [[Int]] = []
    /// The phases that have begun, in ascending order of time.
    package private(set) var phases: [LivePhase] = []

    /// Creates a trial that has not begun.
    package init(
        scenario: String, variant: String, scale: Scale, kind: Observation.Kind, index: Int,
        number: Int
    ) {
        self.scenario = scenario
        self.variant = variant
        scaleUnits = scale.units
        scaleLabel = scale.label
        self.kind = kind
        self.index = index
        self.number = number
    }

    /// The maximum number of points, and of phases, that are kept.
    static let pointCountMax = 600

    /// Adds progress. If there are too many points, the lower one of every two neighbors is
    /// removed, so that the maximum is never lost.
    mutating func add(_ moment: LiveMoment) {
        if let phase = moment.phase, phase != phases.last?.name,
            phases.count < Self.pointCountMax
        {
            phases.append(LivePhase(timeMilliseconds: moment.timeMilliseconds, name: phase))
        }
        self.moment = moment
        guard let bytes = moment.currentBytes else { return }
        if points.count == Self.pointCountMax {
            points = stride(from: 0, to: points.count, by: 2).map {
                points[$0 + 1][1] > points[$0][1] ? points[$0 + 1] : points[$0]
            }
        }
        points.append([moment.timeMilliseconds, bytes])
    }

    enum CodingKeys: String, StoredKey {
        case scenario, variant
        case scaleUnits = "scale_units"
        case scaleLabel = "scale_label"
        case kind, index, number, unit, moment, points, phases
    }
}

/// The progress of a running trial at one moment.
package struct LiveMoment: Hashable, Sendable, Codable {
    /// The time since the start of the trial, in milliseconds.
    package var timeMilliseconds: Int
    /// The current memory by the budget's metric, in bytes; `nil` until it is read.
    package var currentBytes: Int?
    /// The highest memory so far, in bytes.
    package var peakBytes: Int?
    /// The memory limit, in bytes; `nil` for none.
    package var limitBytes: Int?
    /// The number of completed units; `nil` if the command doesn't report units.
    package var unitsDone: Int?
    /// The total number of units; `nil` if unknown.
    package var unitsTotal: Int?
    /// The current phase; `nil` if the command doesn't report phases.
    package var phase: String?

    /// Creates a moment of which only the time is known.
    package init(timeMilliseconds: Int) {
        self.timeMilliseconds = timeMilliseconds
    }

    enum CodingKeys: String, StoredKey {
        case timeMilliseconds = "time_ms"
        case currentBytes = "current_bytes"
        case peakBytes = "peak_bytes"
        case limitBytes = "limit_bytes"
        case unitsDone = "units_done"
        case unitsTotal = "units_total"
        case phase
    }
}

/// The beginning of a phase.
package struct LivePhase: Hashable, Sendable, Codable {
    /// The time since the start of the trial, in milliseconds.
    package var timeMilliseconds: Int
    /// The name of the phase.
    package var name: String

    enum CodingKeys: String, StoredKey {
        case timeMilliseconds = "time_ms"
        case name
    }
}
