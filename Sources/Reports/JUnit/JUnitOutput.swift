internal import Judging
internal import MemoryBudget
internal import RunStore

/// The output of a suite's commands: the end of standard error of the first failed trial of each
/// cell.
enum JUnitOutput {
    /// The maximum size per cell, in bytes; a trial stores no more.
    private static let cellLimit = 8 << 10
    /// The maximum size per suite, in bytes, without headings.
    private static let suiteLimit = 256 << 10

    /// Returns one block per cell while they fit; empty if nothing was printed.
    static func text(of scenario: ScenarioRecord) -> String {
        let blocks = scenario.cells.compactMap(block)
        var free = suiteLimit
        let kept = blocks.prefix { block in
            free -= block.utf8.count
            return free >= 0
        }
        let left = blocks.count - kept.count
        let note =
            left > 0
            ? ["\(Figures.plural(left, "more cell")) printed something; see trials.jsonl\n"] : []
        return (kept + note).joined(separator: "\n")
    }

    private static func block(_ cell: CellRecord) -> String? {
        guard let trial = cell.firstFailure, let printed = trial.stderrTail else { return nil }
        let text = PlainOutput.tail(PlainOutput.text(printed), byteCountMaximum: cellLimit)
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        let name = JUnitReport.token(JUnitCase.name(of: cell))
        let trials =
            cell.measured.count > 1 ? "trial \(trial.index + 1) of \(cell.measured.count) " : ""
        return "\(name): \(trials)\(trial.outcome.sentence): \(trial.evidence.detail); stderr:\n"
            + text + (text.last == "\n" ? "" : "\n")
    }
}

extension CellRecord {
    /// The first failed trial with output, of the most severe outcome.
    fileprivate var firstFailure: Observation? {
        (Outcome.failures + [.overBudget]).lazy.compactMap { outcome in
            measured.first { $0.outcome == outcome && $0.stderrTail?.isEmpty == false }
        }.first
    }
}
