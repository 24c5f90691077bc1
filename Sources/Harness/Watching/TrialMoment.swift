package import MemoryBudget

/// The progress of a running trial, as its worker reports it, and its memory, as the watcher read
/// it last.
package struct TrialMoment: Hashable, Sendable {
    /// The time since the start of the command.
    package var elapsed: Duration
    /// The number of units done, including rejected ones; `nil` if the command counts nothing.
    package var unitsDone: Int?
    /// The total number of units; `nil` if the command doesn't report it.
    package var unitsTotal: Int?
    /// The phase that the command reported last; `nil` if it reported none.
    package var phase: String?
    /// The memory of the processes; `nil` before the first reading.
    package var memory: Memory?

    package init(
        elapsed: Duration, unitsDone: Int? = nil, unitsTotal: Int? = nil, phase: String? = nil,
        memory: Memory? = nil
    ) {
        self.elapsed = elapsed
        self.unitsDone = unitsDone
        self.unitsTotal = unitsTotal
        self.phase = phase
        self.memory = memory
    }

    /// The sampled memory of a running trial, and its budget. All figures are in bytes.
    package struct Memory: Hashable, Sendable {
        /// The metric that the budget limits; peak RSS without a budget. A budget that follows the
        /// tree switches to the tree's peak with the second process.
        package var metric: Metric
        /// The metric's current value. For a tree, this is the last sum of proportional set sizes,
        /// within the bounds of resident sizes: it is read only if it could be a new peak.
        package var currentBytes: Int
        /// The highest value so far. This is a sample: the exact peak, known at the end, may be
        /// higher.
        package var peakBytes: Int
        /// The maximum of the metric, inclusive: the budget, or a need trial's ceiling; `nil`
        /// without either.
        package var limitBytes: Int?
        /// The current resident memory of the process with the most, regardless of the metric.
        package var residentBytes: Int

        package init(
            metric: Metric, currentBytes: Int, peakBytes: Int, limitBytes: Int?, residentBytes: Int
        ) {
            self.metric = metric
            self.currentBytes = currentBytes
            self.peakBytes = peakBytes
            self.limitBytes = limitBytes
            self.residentBytes = residentBytes
        }
    }
}
