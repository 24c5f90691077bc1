/// The exit statuses of `membudget`; 64 and above follow sysexits.h.
package enum ExitStatus: Int32, Sendable {
    /// Every budget kept, or (outside `gate`) every cell measured.
    case success = 0
    /// Over budget or a wrong result.
    case overBudget = 1
    /// Worse than the baseline.
    case regressed = 2
    /// Undecided: inconclusive, killed by something else, or a control that the budget did not stop.
    case inconclusive = 3
    /// The command line is wrong.
    case usage = 64
    /// A scenario file is invalid, nothing was launched; or runs can't be joined.
    case invalidScenario = 65
    /// No such scenario, file or run.
    case noInput = 66
    /// A worker, jemalloc or a required enforcement is unavailable.
    case unavailable = 69
    /// A strategy crashed, failed or broke the protocol.
    case crashed = 70
    /// The operating system refused something that should work.
    case systemFailure = 71
    /// A report or run directory can't be written.
    case cannotCreate = 73
    /// Reading or writing the run's store failed.
    case storeFailure = 74
    /// A trial timed out.
    case timedOut = 75
    /// `run`: the command went over its budget.
    case runOverBudget = 123
    /// `run`: the command timed out, as timeout(1).
    case runTimedOut = 124
    /// `run`: membudget itself failed.
    case runFailed = 125
    /// `run`: the command is there but can't be executed.
    case runNotExecutable = 126
    /// `run`: the command is not found.
    case runNotFound = 127
}
