internal import MemoryBudget

/// The line about the running trial: memory against the budget, speed, progress, and the time left
/// for the whole run.
///
/// ```swift
/// import MemoryBudget
/// func show(_ cell: Cell) {
///     let name = TrialName(of: cell, kind: .measured, index: 0, build: .head)
///     var line = RunningLine(place: "7/33", name: name)
///     line.memory = RunningLine.Memory(currentBytes: 1 << 20, peakBytes: 2 << 20, limitBytes: nil)
///     print(line.text(width: 80))
/// }
/// ```
package struct RunningLine: Hashable, Sendable {
    /// The memory of a running trial.
    package struct Memory: Hashable, Sendable {
        /// The current value, in bytes.
        package var currentBytes: Int
        /// The highest value so far, in bytes.
        package var peakBytes: Int
        /// The budget, in bytes; `nil` without one.
        package var limitBytes: Int?

        /// Creates a reading.
        package init(currentBytes: Int, peakBytes: Int, limitBytes: Int?) {
            self.currentBytes = currentBytes
            self.peakBytes = peakBytes
            self.limitBytes = limitBytes
        }
    }

    /// The position in the run: `7/33`; empty for none.
    package var place: String
    /// The name of the trial.
    package var name: TrialName
    /// The memory; `nil` before the first reading.
    package var memory: Memory?
    /// The progress; `nil` before the first update.
    package var progress: ProgressText?
    /// The time until the whole run is done; `nil` if unknown.
    package var remaining: Duration?

    /// Creates the line of a trial that is about to start.
    package init(
        place: String, name: TrialName, memory: Memory? = nil, progress: ProgressText? = nil,
        remaining: Duration? = nil
    ) {
        self.place = place
        self.name = name
        self.memory = memory
        self.progress = progress
        self.remaining = remaining
    }

    /// Returns the width to which names are only shortened if nothing else can be left out.
    private static func nameMinimum(_ width: Int) -> Int { width < 98 ? 18 : 26 }
    private static let barMinimum = 6
    private static let barMaximum = 24

    /// Returns the line, in at most `width` columns.
    package func text(width: Int, style: Style = .plain) -> String {
        let gap = width < 78 ? 1 : 2
        let head = place.isEmpty ? "" : "[\(place)] "
        var room = max(4, width - TextWidth.columns(head))
        var nameWidth = min(name.width, Self.nameMinimum(width), room)
        var barWidth = bar == nil ? 0 : Self.barMinimum
        var namesLimit = false
        func row() -> ProgressRow {
            self.row(nameWidth: nameWidth, barWidth: barWidth, gap: gap, namesLimit: namesLimit)
        }
        let shown = row().fitting(room)
        // The free width goes to the budget, which the bar shows too, then to the name, then to the
        // bar.
        namesLimit = true
        namesLimit = row().columns(of: shown) <= room
        room -= row().columns(of: shown)
        let more = max(0, min(name.width - nameWidth, room))
        nameWidth += more
        if shown.contains(1) {
            barWidth += max(0, min(Self.barMaximum - barWidth, room - more))
        }
        return style.paint(head, .faint) + row().text(shown, style: style)
    }

    /// The line for a log: `[7/33] streamed @ 2M #1: 1.20M of 2.00M rows, 391 k rows/s, …`.
    package var plainText: String {
        let left = remaining.map { "\(RemainingWords.text($0)) left" }
        let memory = memory.map { memory in
            let limit = memory.limitBytes.map { " of \(ByteCount($0))" } ?? ""
            return
                "\(ByteCount(memory.currentBytes)) now, peak \(ByteCount(memory.peakBytes))\(limit)"
        }
        let facts = [
            progress?.count, progress?.rate, memory, progress?.shownPhase,
            progress.map { TimeSpan.describe($0.elapsed) }, left,
        ].compactMap(\.self)
        return "[\(place)] \(name.text): \(facts.joined(separator: ", "))"
    }

    private func row(
        nameWidth: Int, barWidth: Int, gap: Int, namesLimit: Bool
    ) -> ProgressRow {
        let left = remaining.map { "\(RemainingWords.text($0)) left" } ?? ""
        let figures = namesLimit ? memoryTexts.long : memoryTexts.short
        let rate = progress?.rate ?? ""
        return ProgressRow(
            pieces: [
                .init(text: name.text(width: nameWidth), width: nameWidth, rank: 0),
                .init(
                    text: bar?.text(width: barWidth) ?? "", tone: bar?.tone ?? .plain,
                    width: barWidth, rank: 3),
                .init(text: figures.text, width: figures.width, rank: 2),
                .init(
                    text: progress?.share.map { Figures.percent($0) } ?? "",
                    width: progress?.share == nil ? 0 : 5, rank: 5, isRightAligned: true),
                .init(
                    text: rate, width: rate.isEmpty ? 0 : 9 + unitWidth, rank: 4,
                    isRightAligned: true),
                .init(text: progress?.shownPhase ?? "", width: 0, rank: 6),
                .init(text: time, width: time.isEmpty ? 0 : 7, rank: 7, isRightAligned: true),
                .init(text: left, tone: .strong, rank: 1),
            ], gap: gap)
    }

    private var unitWidth: Int { TextWidth.columns(progress?.unitName ?? "") }

    private var time: String {
        progress.map { $0.elapsed >= .seconds(1) ? RemainingWords.text($0.elapsed) : "" } ?? ""
    }

    private var bar: MemoryBar? {
        guard let memory, let limit = memory.limitBytes, limit > 0 else { return nil }
        return MemoryBar(
            currentBytes: memory.currentBytes, peakBytes: memory.peakBytes, limitBytes: limit)
    }

    /// The current and the highest value in one unit, `12.3/18.1 MiB`, or with the budget,
    /// `12.3/18.1 of 32.0 MiB`; padded to the maximum within budget, so that the rest stays in
    /// place.
    private var memoryTexts: (short: ProgressRow.Piece, long: ProgressRow.Piece) {
        guard let memory else {
            let none = ProgressRow.Piece(text: "", rank: 2)
            return (none, none)
        }
        let limit = memory.limitBytes.map(Double.init)
        let peak = Double(memory.peakBytes)
        let unit = Figures.MemoryUnit(for: [limit ?? peak])
        let figures = "\(unit.text(Double(memory.currentBytes)))/\(unit.text(peak))"
        let most = TextWidth.columns(unit.text(limit ?? 0))
        let short = ProgressRow.Piece(
            text: "\(figures) \(unit.name)", width: limit == nil ? 15 : 2 * most + 5, rank: 2)
        guard let limit else { return (short, short) }
        let long = ProgressRow.Piece(
            text: "\(figures) of \(unit.text(limit)) \(unit.name)", width: 3 * most + 9, rank: 2)
        return (short, long)
    }
}
