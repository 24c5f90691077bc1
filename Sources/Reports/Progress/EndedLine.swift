package import MemoryBudget

/// The line about a trial that has ended: outcome, peak against the budget, speed and time.
///
/// ```swift
/// import MemoryBudget
/// func show(_ trial: Observation, of cell: Cell) {
///     let name = TrialName(of: cell, kind: .measured, index: 0, build: .head)
///     print(EndedLine(place: "7/33", name: name, trial: trial).plainText())
/// }
/// ```
package struct EndedLine: Sendable {
    private let place: String
    private let name: TrialName
    private let trial: Observation
    private let unit: String

    /// Creates the line of a trial.
    ///
    /// - Parameters:
    ///   - place: The trial's position in the run: `7/33`.
    ///   - name: The name of the trial.
    ///   - unit: The name of its units, in the plural; empty if unknown.
    package init(place: String, name: TrialName, trial: Observation, unit: String = "") {
        self.place = place
        self.name = name
        self.trial = trial
        self.unit = unit
    }

    private static let nameMinimum = 18
    private static let nameMaximum = 40
    private static let barMinimum = 6
    private static let barMaximum = 24

    /// Returns the line for a terminal, in at most `width` columns; lines of equal width are
    /// aligned.
    ///
    /// - Parameter placeWidth: The maximum width of the positions of all lines; 0 for its own.
    package func text(width: Int, placeWidth: Int = 0, style: Style = .plain) -> String {
        let gap = width < 90 ? 1 : 2
        let head = "[\(place)]"
        let pad = String(repeating: " ", count: max(0, placeWidth + 2 - TextWidth.columns(head)))
        let mark = Self.mark(of: trial)
        let start = TextWidth.columns(pad + head) + 3
        var room = max(4, width - start)
        var nameWidth = min(Self.nameMinimum, room)
        var barWidth = Self.barMinimum
        func row() -> ProgressRow { self.row(nameWidth: nameWidth, barWidth: barWidth, gap: gap) }
        let shown = row().fitting(room)
        room -= row().columns(of: shown)
        let hasBar = shown.contains(2)
        // A third of the free width extends the bar, so that every line has the same columns.
        let forBar = hasBar ? min(Self.barMaximum - barWidth, room / 3) : 0
        nameWidth += max(0, min(Self.nameMaximum - nameWidth, room - forBar))
        if hasBar { barWidth += forBar }
        return style.paint(pad + head, .faint) + " " + style.paint(mark.text, mark.tone) + " "
            + row().text(shown, style: style)
    }

    private func row(nameWidth: Int, barWidth: Int, gap: Int) -> ProgressRow {
        ProgressRow(
            pieces: [
                .init(text: name.text(width: nameWidth), width: nameWidth, rank: 0),
                .init(text: word, tone: Self.mark(of: trial).tone, width: 10, rank: 1),
                .init(
                    text: bar?.text(width: barWidth) ?? "", tone: bar?.tone ?? .plain,
                    width: barWidth, rank: 4),
                .init(text: peak ?? "no peak", width: 9, rank: 2, isRightAligned: true),
                .init(text: rate ?? "", width: 17, rank: 6, isRightAligned: true),
                .init(text: shortRate ?? "", width: 8, rank: 6, isRightAligned: true),
                .init(text: time, width: 8, rank: 3, isRightAligned: true),
            ], gap: gap)
    }

    /// Returns the line for a log: `[7/33] streamed @ 10k #1: within budget, 18.1 of 32.0 MiB, …`.
    ///
    /// - Parameter remaining: The time until the whole run is done; `nil` if unknown.
    package func plainText(remaining: Duration? = nil) -> String {
        let left = remaining.map { "\(RemainingWords.text($0)) left" }
        let facts = [sentence, figures ?? "no peak", rate, time, left].compactMap(\.self)
        return "[\(place)] \(name.text): \(facts.joined(separator: ", "))"
    }

    // MARK: Facts

    private var limit: Int? {
        // The ceiling of a trial without a budget is not a budget.
        trial.kind == .need || trial.kind == .floor ? nil : trial.budget?.limit.bytes
    }

    private var peakBytes: Int? {
        trial.bytes(of: trial.budget?.metric ?? .peakRSS) ?? trial.peakRSSBytes
    }

    private var peak: String? { peakBytes.map { ByteCount($0).description } }

    private var figures: String? {
        guard let peakBytes, let limit else { return peak }
        let unit = Figures.MemoryUnit(for: [Double(limit)])
        return "\(unit.text(Double(peakBytes))) of \(unit.text(Double(limit))) \(unit.name)"
    }

    private var bar: MemoryBar? {
        guard let peakBytes, let limit else { return nil }
        return MemoryBar(currentBytes: peakBytes, peakBytes: peakBytes, limitBytes: limit)
    }

    private var isMeaningful: Bool { trial.outcome == .completed && trial.kind != .floor }

    private var rate: String? {
        guard isMeaningful, let speed = trial.unitsPerSecond else { return nil }
        return Figures.rate(speed, TerminalText.visible(unit))
    }

    private var shortRate: String? {
        guard isMeaningful, let speed = trial.unitsPerSecond else { return nil }
        return Figures.shortRate(speed)
    }

    private var time: String { TimeSpan.describe(.nanoseconds(trial.wallNanoseconds)) }

    /// The outcome in one or two words, at most ten columns.
    private var word: String {
        switch trial.outcome {
        case .completed: trial.isUndecided ? "inconclusive" : limit == nil ? "completed" : "within"
        case .overBudget: trial.kind == .need ? "stopped" : "over"
        case .wrongResult: "wrong"
        case .crashed: "crashed"
        case .failed: trial.isCheckFailure ? "unchecked" : "failed"
        case .timedOut: "timed out"
        case .stalled: "stalled"
        case .killedExternally: "killed"
        case .unmeasured: "unmeasured"
        }
    }

    /// The remark that nothing checked the result; empty if it is compared at the end of the run.
    private var remark: String {
        let isOpen = trial.check?.finding == .pending
        return trial.isResultChecked || isOpen ? "" : " (\(ResultChecks.unchecked))"
    }

    /// The full outcome, for lines with enough room.
    private var sentence: String {
        switch trial.outcome {
        case .completed where !trial.isUndecided && limit != nil: "within budget\(remark)"
        case .overBudget: trial.kind == .need ? "stopped at its ceiling" : "over budget"
        case .wrongResult: "wrong result"
        case .killedExternally: "killed from outside"
        case .failed where trial.isCheckFailure: "its check failed"
        default: word
        }
    }

    private static func mark(of trial: Observation) -> (text: String, tone: Table.Tone) {
        switch trial.outcome {
        case .completed: trial.isUndecided ? ("?", .caution) : ("✓", .good)
        case .overBudget: ("✗", trial.kind == .need ? .caution : .bad)
        case .wrongResult: ("✗", .bad)
        case .crashed, .failed, .timedOut, .stalled: ("!", .bad)
        case .killedExternally, .unmeasured: ("?", .caution)
        }
    }
}
