/// Why the harness ends a tree before, or after, its leader ends by itself.
enum StopReason: Sendable, Equatable {
    /// The judged metric crossed the budget.
    case overBudget(bytes: Int, atNanoseconds: Int)
    /// The kernel's counters say that it killed a process of the tree.
    case kernelKill
    /// The deadline passed.
    case deadline
    /// The harness was asked to stop.
    case interrupted
    /// The leader ended; what is left of the tree has nobody to work for.
    case leaderEnded

    /// Whether it says that the tree broke its budget.
    var isJudgement: Bool {
        switch self {
        case .overBudget, .kernelKill: true
        case .deadline, .interrupted, .leaderEnded: false
        }
    }
}
