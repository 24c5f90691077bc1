package import MemoryBudget
package import RunStore

/// The lines that tell of a run's progress, each of one event and without a line end.
package enum EventText {
    /// A resumed run has nothing left to run.
    package static func finishedBefore(path: String) -> String {
        "\(line(path)) is finished: nothing is left to be run"
    }

    /// A run of which only the journal is left goes on.
    package static func resumedWithoutRecord(path: String) -> String {
        "warning: \(line(path)) has no run.json: nothing shows that its trials are of the same programs and inputs"
    }

    /// A resumed run continues on a machine that has changed.
    package static func machineChanged(_ changes: [ConditionDifference]) -> String {
        "warning: the machine is not what it was: "
            + line(changes.map(\.sentence).joined(separator: "; "))
    }

    /// Cached data had been changed, and was generated again.
    package static func dataReplaced(_ name: String) -> String {
        "warning: the cached data of \(line(name)) was changed after it was generated; it was generated again"
    }

    /// The variation between equal trials could not be measured.
    package static func noiseUnknown(reason: String) -> String {
        "noise floor: not measured, \(line(reason))"
    }

    /// A scenario can't run on this machine.
    package static func unavailable(scenario: String, reason: String) -> String {
        "\(line(scenario)) can't run here: \(line(reason))"
    }

    /// A trial without a budget is left out.
    package static func needSkipped(_ cell: Cell, because objection: NeedObjection) -> String {
        "\(place(cell)) need: not run, \(line(objection.sentence))"
    }

    /// The other trials of a cell are left out, because its first one failed.
    package static func trialsLeftOut(_ cell: Cell, count: Int) -> String {
        "\(place(cell)): \(count) more trial\(count == 1 ? "" : "s") not run, the first one failed"
    }

    /// A run ended before its plan was done.
    package static func cutShort(resuming command: String) -> String {
        "the run is not finished; continue it with: \(command)"
    }

    /// A floor can't be measured, because a command of the user's that prepares it failed.
    package static func floorFailed(_ name: String, reason: String) -> String {
        "warning: \(line(name)): floor not measured, \(line(reason.replacing("\n", with: " ")))"
    }

    /// A profiled trial could not be run.
    package static func profileFailed(_ cell: Cell, reason: String) -> String {
        "warning: \(place(cell)) profiled: not profiled, \(line(reason))"
    }

    /// One side of a break point is not verified.
    package static func breakPointSkipped(
        _ cell: Cell, because objection: EdgeObjection
    ) -> String {
        "\(line(cell.variant)) break point: not verified \(line(objection.sentence))"
    }

    /// A search leaves out this scale and all larger ones.
    package static func scaleSkipped(_ scale: Scale, because reason: String) -> String {
        "\(line(scale.label)) and more: not run, \(line(reason))"
    }

    /// The heading of the trials of a scenario, in a run of several.
    package static func scenario(_ name: String, style: Style = .plain) -> String {
        style.paint(TerminalText.visible(name), .strong)
    }

    /// A signal stopped the trials of a command.
    package static func stopped(by signal: Int32, after done: Int, of count: Int) -> String {
        "stopped by signal \(signal) after \(done) of \(count) trials"
    }

    /// Lines of a text as lines of at most so many columns; those that fit stay as they are.
    package static func wrapped(_ text: String, width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            Style.columns(of: String(line)) <= width
                ? [String(line)] : TextWrap.lines(String(line), width: width)
        }.joined(separator: "\n")
    }

    private static func place(_ cell: Cell) -> String {
        line("\(cell.variant) @ \(cell.scale.label)")
    }

    private static func line(_ text: String) -> String { TerminalText.visible(text) }
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
