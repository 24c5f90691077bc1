import MemoryBudget

/// The cells that get a profiled trial, which shows what held their memory.
package enum ProfiledCells: Hashable, Sendable {
    /// No cells.
    case none
    /// The cells that went over their budget.
    case overBudget
    /// Every cell.
    case all

    /// Returns whether a measured trial causes a profiled trial of its cell.
    func includes(_ measured: Observation) -> Bool {
        switch self {
        case .none: false
        case .overBudget: measured.outcome == .overBudget
        case .all: true
        }
    }
}
