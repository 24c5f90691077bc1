internal import MemoryBudget
internal import RunStore

/// The words for a result that nothing checked: the least memory may then be that of a job half done.
enum ResultChecks {
    /// The remark as it stands beside every claim.
    static let unchecked = "result not checked"

    /// ` (result not checked)` behind a claim about a cell; empty if its result was checked.
    static func remark(_ cell: CellRecord) -> String {
        cell.lacksCheck ? " (\(unchecked))" : ""
    }
}

extension CellRecord {
    /// Whether a trial completed, or its need was measured, and nothing checked the result.
    var lacksCheck: Bool {
        isResultChecked == false
            || need.map { $0.outcome == .completed && !$0.isResultChecked } ?? false
    }
}

extension ScenarioRecord {
    /// Whether the result of some cell was not checked.
    var lacksChecks: Bool { cells.contains(where: \.lacksCheck) }
}

extension [Observation] {
    /// Whether the result of one that completed was not checked.
    var lackCheck: Bool { contains { $0.outcome == .completed && !$0.isResultChecked } }
}
