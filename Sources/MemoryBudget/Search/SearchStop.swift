/// The variable that differs between the runs of a search.
package enum SearchVariable: Hashable, Sendable {
    case scale, budget
}

/// The reason why a search for a scale or a budget stopped before its ends were within the
/// resolution.
package enum SearchStop: Hashable, Sendable {
    /// The time limit was reached.
    case timeLimit
    /// The search was interrupted by a signal.
    case interrupted
    /// A run ended in a way that says nothing about the limit; its kind is `need` if it had no
    /// budget.
    case lost(Observation)

    // Searches for a scale.

    /// The smaller of two scales went over while the larger one is within, so no single scale
    /// divides them.
    case scalesAlternate(over: Int, within: Int)
    /// No scale is within the budget.
    case noneFits
    /// No scale is certainly within the budget, and the smallest is not certainly over.
    case undecided
    /// Everything up to the largest allowed scale is within the budget.
    case largestScale
    /// The whole file is within the budget; `unit` names its records in the plural.
    case endOfFile(path: String, count: Int, unit: String)
    /// The largest of the files, one per scale, is within the budget.
    case largestFile
    /// There is not enough disk space for the data of larger scales.
    case noRoom

    // Searches for a budget.

    /// The smaller of two budgets was enough while the larger one was not, so no single budget
    /// divides them.
    case budgetsAlternate(enough: ByteCount, short: ByteCount)
    /// The run without a budget exceeded the ceiling, half of the machine's memory.
    case needsTooMuch
    /// The metric of the run without a budget could not be read.
    case notRead(Metric)
    /// Eight times the need without a budget is still not enough.
    case noneIsEnough
    /// The smallest budget tried is enough.
    case smallestIsEnough

    // Searches for the limit of an engine.

    /// Fewer than two sizes could be measured, so nothing can be fitted.
    case tooFewSizes
    /// No growth class describes the measurements, and the largest input lies beyond them.
    case noLaw
    /// The need of the largest input is too uncertain to set a limit; it lies between these ends.
    case tooUncertain(low: ByteCount, high: ByteCount)
    /// Several processes of the job held memory at once, and the metric counts only the largest.
    case severalProcesses
    /// Some runs failed under the limit, and under the larger limits tried after it.
    case notKept(limit: ByteCount, failures: Int, runs: Int)
    /// Runs stayed slower than required, up to the largest limit tried.
    case tooSlow(limit: ByteCount)
    /// The limit is above the engine's largest limit.
    case aboveLargest(limit: ByteCount, engine: SizingEngine)
}
