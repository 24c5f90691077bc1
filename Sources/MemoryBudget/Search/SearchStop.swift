/// The variable that differs between the runs of a search.
package enum SearchVariable: Hashable, Sendable {
    case scale, budget
}

/// Why a search for a scale or a budget ended before both ends were found, near enough to each other.
package enum SearchStop: Hashable, Sendable {
    /// The time limit passed.
    case timeLimit
    /// A signal asked to stop.
    case interrupted
    /// A run ended in a way that says nothing about the limit; of kind `need` if it had no budget.
    case lost(Observation)

    // Of a scale.

    /// The smaller of two scales went over, and the larger one fits: no one scale divides them.
    case scalesAlternate(over: Int, within: Int)
    /// No scale fits.
    case noneFits
    /// Nothing fits for certain, and the smallest scale doesn't go over for certain.
    case undecided
    /// Everything fits up to the largest scale that may be tried.
    case largestScale
    /// Everything fits up to all of a file, whose records have this name in the plural.
    case endOfFile(path: String, count: Int, unit: String)
    /// Everything fits up to the largest of the files, one per scale.
    case largestFile
    /// There is no room for the data of larger scales.
    case noRoom

    // Of a budget.

    /// The smaller of two budgets was enough, and the larger one was not: no one budget divides them.
    case budgetsAlternate(enough: ByteCount, short: ByteCount)
    /// The run without a budget went over the ceiling: half of the machine's memory.
    case needsTooMuch
    /// The metric of the run without a budget could not be read.
    case notRead(Metric)
    /// Eight times what the run without a budget held is not enough.
    case noneIsEnough
    /// The smallest budget that was tried is enough.
    case smallestIsEnough

    // Of a limit for an engine.

    /// Fewer than two sizes could be measured, so that nothing can be fitted.
    case tooFewSizes
    /// No law of growth describes what was measured, and the largest input lies beyond it.
    case noLaw
    /// The need of the largest input could be anything between these ends, which is too wide for a limit.
    case tooUncertain(low: ByteCount, high: ByteCount)
    /// Several processes of the job held memory at once, and the metric counts the largest alone.
    case severalProcesses
    /// Runs under the limit did not come to their end, nor under the limits it was raised to.
    case notKept(limit: ByteCount, failures: Int, runs: Int)
    /// Runs stay slower than was asked for, up to the largest limit that was tried.
    case tooSlow(limit: ByteCount)
    /// The engine has no limit of this size.
    case aboveLargest(limit: ByteCount, engine: SizingEngine)
}
