package import MemoryBudget

/// The trial that runs, with its memory so far.
package struct RunningTrial: Hashable, Sendable, Codable {
    /// The scenario's name, with the build if that is the base.
    package var scenario: String
    /// Strategy and parameters.
    package var variant: String
    /// The number of units.
    package var scaleUnits: Int
    /// The scale as people wrote it.
    package var scaleLabel: String
    /// The purpose of the trial.
    package var kind: Observation.Kind
    /// From 0, among the trials of its cell and kind.
    package var index: Int
    /// Its number among the trials that are known by now, from 1.
    package var number: Int
    /// The name of its units, in the plural; empty if that is not known.
    package var unit = ""
    /// The last moment; nil before the first.
    package var moment: LiveMoment?
    /// Time in milliseconds and memory in bytes, by time.
    package private(set) var points: [[Int]] = []
    /// The phases it began, by time.
    package private(set) var phases: [LivePhase] = []

    /// A trial that has not begun.
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

    /// The most points that are kept, and that many phases.
    static let pointCountMax = 600

    /// Adds a moment. Where there are too many points, of every two neighbours the higher one stays, so
    /// that the highest is never lost.
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

/// A running trial at one moment.
package struct LiveMoment: Hashable, Sendable, Codable {
    /// Since its start.
    package var timeMilliseconds: Int
    /// Memory of the budget's metric now; nil until it was read.
    package var currentBytes: Int?
    /// The highest so far.
    package var peakBytes: Int?
    /// The most that it may be; nil for no limit.
    package var limitBytes: Int?
    /// The units done; nil if the command counts nothing.
    package var unitsDone: Int?
    /// The units there are; nil if that is not known.
    package var unitsTotal: Int?
    /// The phase it is in; nil if it names none.
    package var phase: String?

    /// A moment of which only the time is known.
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
    /// Since the start of the trial.
    package var timeMilliseconds: Int
    /// The name of the phase.
    package var name: String

    enum CodingKeys: String, StoredKey {
        case timeMilliseconds = "time_ms"
        case name
    }
}
