import MemoryBudget

/// Which cells get a profiled trial, which says who held their memory.
package enum ProfiledCells: Hashable, Sendable {
    /// None of them.
    case none
    /// Those that went over their budget.
    case overBudget
    /// Every cell.
    case all

    /// Whether a measured trial calls for a profiled one of its cell.
    func includes(_ measured: Observation) -> Bool {
        switch self {
        case .none: false
        case .overBudget: measured.outcome == .overBudget
        case .all: true
        }
    }
}
