/// The reason why the harness ends a tree, before or after its leader ends by itself.
enum StopReason: Sendable, Equatable {
    /// The judged metric crossed the budget.
    case overBudget(bytes: Int, atNanoseconds: Int)
    /// The kernel's counters show that it killed a process of the tree.
    case kernelKill
    /// The deadline passed.
    case deadline
    /// The harness was asked to stop.
    case interrupted
    /// The leader ended; the rest of the tree has no purpose.
    case leaderEnded

    /// Whether the reason means that the tree exceeded its budget.
    var isJudgement: Bool {
        switch self {
        case .overBudget, .kernelKill: true
        case .deadline, .interrupted, .leaderEnded: false
        }
    }
}
