internal import MemoryBudget

/// The line about a step before the trials: `making csv-rows 160k  ━━━━┄┄  12.0 MiB  75 s left`.
///
/// ```swift
/// print(StepLine(text: "making csv-rows 160k", share: 0.5).text(width: 80))
/// ```
package struct StepLine: Hashable, Sendable {
    /// The description of the step.
    package var text: String
    /// The share that is done, 0 to 1; `nil` if unknown.
    package var share: Double?
    /// The time until the whole run is done; `nil` if unknown.
    package var remaining: Duration?

    /// Creates the line of a step.
    package init(text: String, share: Double? = nil, remaining: Duration? = nil) {
        self.text = text
        self.share = share
        self.remaining = remaining
    }

    /// Returns the line, in at most `width` columns.
    package func text(width: Int, style: Style = .plain) -> String {
        let left = remaining.map { "\(RemainingWords.text($0)) left" } ?? ""
        let name = TerminalText.visible(text)
        let barWidth = share == nil ? 0 : 16
        var room = width - (left.isEmpty ? 0 : TextWidth.columns(left) + 2)
        if share != nil, room >= barWidth + 20 { room -= barWidth + 2 } else { room = max(4, room) }
        let cut = TextWrap.cut(name, width: max(4, room))
        let row = ProgressRow(
            pieces: [
                .init(text: cut, rank: 0),
                .init(text: share.map { Self.bar($0, width: barWidth) } ?? "", rank: 2),
                .init(text: left, tone: .strong, rank: 1),
            ], gap: 2)
        return row.text(row.fitting(width), style: style)
    }

    private static func bar(_ share: Double, width: Int) -> String {
        let full = Int((min(1, max(0, share)) * Double(width)).rounded())
        return String(repeating: "━", count: full) + String(repeating: "┄", count: width - full)
    }
}
