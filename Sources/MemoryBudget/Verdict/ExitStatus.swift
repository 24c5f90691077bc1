/// The exit statuses of `membudget`; those from 64 to 78 follow sysexits.h.
package enum ExitStatus: Int32, Sendable {
    /// Every budget was kept or, outside `gate`, every cell was measured.
    case success = 0
    /// A cell is over budget or has a wrong result.
    case overBudget = 1
    /// A peak is worse than the baseline.
    case regressed = 2
    /// Undecided: inconclusive, killed from outside, or a control that the budget did not stop.
    case inconclusive = 3
    /// The command line is invalid.
    case usage = 64
    /// A scenario file is invalid and nothing was launched, or runs can't be joined.
    case invalidScenario = 65
    /// A scenario, file or run does not exist.
    case noInput = 66
    /// A worker, jemalloc or a required enforcement is unavailable.
    case unavailable = 69
    /// A strategy crashed, failed or broke the protocol.
    case crashed = 70
    /// The operating system refused an operation that should work.
    case systemFailure = 71
    /// A report or the folder of a run can't be written.
    case cannotCreate = 73
    /// Reading or writing the run's store failed.
    case storeFailure = 74
    /// A trial timed out.
    case timedOut = 75
    /// `run`: the command went over its budget.
    case runOverBudget = 123
    /// `run`: the command timed out, as with timeout(1).
    case runTimedOut = 124
    /// `run`: membudget itself failed.
    case runFailed = 125
    /// `run`: the command exists but can't be executed.
    case runNotExecutable = 126
    /// `run`: the command was not found.
    case runNotFound = 127
}
