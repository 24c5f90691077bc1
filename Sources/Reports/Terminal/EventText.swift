package import MemoryBudget
package import RunStore

/// The lines that tell of a run's progress, each of one event and without a line end.
package enum EventText {
    /// A resumed run has nothing left to run.
    package static func finishedBefore(path: String) -> String {
        "\(path) is finished: nothing is left to be run"
    }

    /// A run of which only the journal is left goes on.
    package static func resumedWithoutRecord(path: String) -> String {
        "warning: \(path) has no run.json: nothing shows that its trials are of the same programs and inputs"
    }

    /// A resumed run continues on a machine that has changed.
    package static func machineChanged(_ changes: [ConditionDifference]) -> String {
        "warning: the machine is not what it was: "
            + changes.map(\.sentence).joined(separator: "; ")
    }

    /// Cached data had been changed, and was generated again.
    package static func dataReplaced(_ name: String) -> String {
        "warning: the cached data of \(name) was changed after it was generated; it was generated again"
    }

    /// The variation between equal trials could not be measured.
    package static func noiseUnknown(reason: String) -> String {
        "noise floor: not measured, \(reason)"
    }

    /// A scenario can't run on this machine.
    package static func unavailable(scenario: String, reason: String) -> String {
        "\(scenario) can't run here: \(reason)"
    }

    /// A trial without a budget is left out.
    package static func needSkipped(_ cell: Cell, because objection: NeedObjection) -> String {
        "\(place(cell)) need: not run, \(objection.sentence)"
    }

    /// A profiled trial could not be run.
    package static func profileFailed(_ cell: Cell, reason: String) -> String {
        "warning: \(place(cell)) profiled: not profiled, \(reason)"
    }

    /// One side of a break point is not verified.
    package static func breakPointSkipped(
        _ cell: Cell, because objection: EdgeObjection
    ) -> String {
        "\(cell.variant) break point: not verified \(objection.sentence)"
    }

    /// A search leaves out this scale and all larger ones.
    package static func scaleSkipped(_ scale: Scale, because reason: String) -> String {
        "\(scale.label) and more: not run, \(reason)"
    }

    /// A trial has ended: `[7/33] streamed @ 10k #1: completed, 18.1 MiB, 0.2 s`.
    package static func ended(
        _ number: String, _ trial: String, as observation: Observation
    ) -> String {
        let peak = observation.peakRSSBytes.map { ByteCount($0).description } ?? "no peak"
        let time = TimeSpan.describe(.nanoseconds(observation.wallNanoseconds))
        return "[\(number)] \(trial): \(observation.outcome.rawValue), \(peak), \(time)"
    }

    /// A signal stopped the trials of a command.
    package static func stopped(by signal: Int32, after done: Int, of count: Int) -> String {
        "stopped by signal \(signal) after \(done) of \(count) trials"
    }

    /// The name of a run's trial: `streamed @ 10k #1`, `streamed @ 10k need`.
    package static func trial(
        of cell: Cell, kind: Observation.Kind, index: Int, build: Build
    ) -> String {
        let kind = kind == .measured ? "#\(index + 1)" : kind.rawValue
        return "\(place(cell)) \(kind)" + (build == .base ? " (base)" : "")
    }

    /// The name of a search's trial: `streamed @ 10k`, and in a search for a budget its limit.
    package static func probe(
        of cell: Cell, limit: ByteCount?, varies variable: SearchVariable
    ) -> String {
        switch variable {
        case .scale: place(cell)
        case .budget: "\(place(cell)) " + (limit.map { "under \($0)" } ?? "without a budget")
        }
    }

    private static func place(_ cell: Cell) -> String {
        "\(cell.variant) @ \(cell.scale.label)"
    }
}

extension NeedObjection {
    /// The reason, with its figures.
    fileprivate var sentence: String {
        switch self {
        case .stopped(let scale, let ceiling):
            "at \(scale.label) it needed more than \(ceiling) already"
        case .foretold(let estimate, let ceiling):
            "it would need about \(ByteCount(estimate.bytes)), and may take \(ceiling)"
        }
    }
}

extension EdgeObjection {
    /// The side, and why no run is made there.
    fileprivate var sentence: String {
        switch self {
        case .smallestMayCross: "below, the smallest scale may cross it already"
        case .perhapsNoneCrosses: "above, perhaps no scale crosses it"
        case .outOfReach(let side):
            "\(side == .below ? "below" : "above"), it would be more than a hundred times the"
                + " largest measured scale"
        case .noData(let cause): cause
        }
    }
}
