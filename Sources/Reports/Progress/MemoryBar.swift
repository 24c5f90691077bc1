/// A bar of memory whose full length is the budget: `━━━━━──┃┄┄┄┄`, with thick strokes up to the
/// current value and a mark at the peak.
struct MemoryBar: Hashable {
    /// The current value, in bytes; for a trial that has ended, its peak.
    var currentBytes: Int
    /// The highest value so far, in bytes.
    var peakBytes: Int
    /// The budget, in bytes, which is the length of the bar.
    var limitBytes: Int

    /// Returns the bar in exactly `width` columns.
    func text(width: Int) -> String {
        guard width > 0, limitBytes > 0 else { return "" }
        let full = cells(currentBytes, of: width)
        let peak = max(cells(peakBytes, of: width), 1)
        return String(
            (1...width).map { cell -> Character in
                if cell == peak { return peakBytes > limitBytes ? "━" : "┃" }
                return cell <= full ? "━" : cell < peak ? "─" : "┄"
            })
    }

    /// Red above the budget, yellow in its last tenth.
    var tone: Table.Tone {
        if peakBytes > limitBytes { return .bad }
        return Double(peakBytes) > 0.9 * Double(limitBytes) ? .caution : .plain
    }

    /// Returns the number of cells that a value reaches: one byte is in the first, the budget in
    /// the last.
    private func cells(_ bytes: Int, of width: Int) -> Int {
        let share = min(1, max(0, Double(bytes) / Double(limitBytes)))
        return Int((share * Double(width)).rounded(.up))
    }
}
