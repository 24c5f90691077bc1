package import MemoryBudget
package import RunStore

/// The messages about a run's progress: one event each, without a line end.
///
/// ```swift
/// print(EventText.noiseUnknown(reason: "no time left"))
/// ```
package enum EventText {
    /// Returns the message that a resumed run has nothing left to run.
    package static func finishedBefore(path: String) -> String {
        "\(line(path)) is finished: nothing is left to run"
    }

    /// Returns the warning that a resumed run has only its journal left.
    package static func resumedWithoutRecord(path: String) -> String {
        "warning: \(line(path)) has no run.json, so its trials may come from different programs or"
            + " inputs"
    }

    /// Returns the warning that a run is resumed on a changed machine.
    package static func machineChanged(_ changes: [ConditionDifference]) -> String {
        "warning: the machine has changed: "
            + line(changes.map(\.sentence).joined(separator: "; "))
    }

    /// Returns the warning that modified cached data was generated again.
    package static func dataReplaced(_ name: String) -> String {
        "warning: the cached data of \(line(name)) was changed after it was generated; it was generated again"
    }

    /// Returns the message that the noise between equal trials could not be measured.
    package static func noiseUnknown(reason: String) -> String {
        "noise: not measured, \(line(reason))"
    }

    /// Returns the message that a scenario can't run on this machine.
    package static func unavailable(scenario: String, reason: String) -> String {
        "\(line(scenario)) can't run here: \(line(reason))"
    }

    /// Returns the message that the trial without a budget is skipped.
    package static func needSkipped(_ cell: Cell, because objection: NeedObjection) -> String {
        "\(place(cell)) need: not run, \(line(objection.sentence))"
    }

    /// Returns the message that a cell's other trials are skipped because the first one failed.
    package static func trialsLeftOut(_ cell: Cell, count: Int) -> String {
        "\(place(cell)): \(count) more trial\(count == 1 ? "" : "s") not run, the first one failed"
    }

    /// Returns the message that a run ended before all planned trials were run.
    package static func cutShort(resuming command: String) -> String {
        "the run is not finished; continue it with: \(command)"
    }

    /// Returns the message that a user's command failed and ended the run; changed scripts need a
    /// new run.
    package static func commandFailed(restarting: String, resuming: String) -> String {
        "the run is not finished; fix what failed, and start again with: \(restarting)\n"
            + "or, if no file had to be changed, continue it with: \(resuming)"
    }

    /// Returns the message that a search ended without a result. Searches can't be resumed.
    package static func searchCutShort(command: String) -> String {
        "the search is not finished; it can't be resumed, start it again with: \(command)"
    }

    /// Returns the warning that a floor was not measured, because a user's preparing command
    /// failed.
    package static func floorFailed(_ name: String, reason: String) -> String {
        "warning: \(line(name)): floor not measured, \(line(reason.replacing("\n", with: " ")))"
    }

    /// Returns the warning that a profiled trial could not be run.
    package static func profileFailed(_ cell: Cell, reason: String) -> String {
        "warning: \(place(cell)): not profiled, \(line(reason))"
    }

    /// Returns the message that one side of a break point is not verified.
    package static func breakPointSkipped(
        _ cell: Cell, because objection: EdgeObjection
    ) -> String {
        "\(line(cell.variant)) break point: not verified \(line(objection.sentence))"
    }

    /// Returns the message that a search skips this scale and all larger ones.
    package static func scaleSkipped(_ scale: Scale, because reason: String) -> String {
        "\(line(scale.label)) and larger: not run, \(line(reason))"
    }

    /// Returns the heading of a scenario's trials, in a run of several scenarios.
    package static func scenario(_ name: String, style: Style = .plain) -> String {
        style.paint(TerminalText.visible(name), .strong)
    }

    /// Returns the message that a signal stopped the trials of a command.
    package static func stopped(by signal: Int32, after done: Int, of count: Int) -> String {
        "stopped by signal \(signal) after \(done) of \(count) trials"
    }

    /// Returns the text with lines wrapped at a width; shorter lines are unchanged.
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
    /// The reason with its figures.
    fileprivate var sentence: String {
        switch self {
        case .stopped(let scale, let ceiling):
            "at \(scale.label) it already needed more than \(ceiling)"
        case .foretold(let estimate, let ceiling):
            "it would need about \(ByteCount(estimate.bytes)), and at most \(ceiling) is allowed"
        }
    }
}

extension EdgeObjection {
    /// The side, and the reason that nothing is run there.
    fileprivate var sentence: String {
        switch self {
        case .smallestMayCross: "below it, because the smallest scale may already go over"
        case .perhapsNoneCrosses: "above it, because perhaps no scale goes over"
        case .outOfReach(let side):
            "\(side == .below ? "below" : "above") it, because the scale would be more than a"
                + " hundred times the largest measured one"
        case .noData(let cause): "because \(cause)"
        }
    }
}
