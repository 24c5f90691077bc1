package import MemoryBudget

/// The progress of a running trial, as its worker says on the gauge page, and its memory, as the watcher
/// read it last.
package struct TrialMoment: Hashable, Sendable {
    /// Since the command was about to start.
    package var elapsed: Duration
    /// Good units and bad ones; nil if the command counts nothing.
    package var unitsDone: Int?
    /// The number of units there are to do; nil if the command doesn't say.
    package var unitsTotal: Int?
    /// The phase that it named last; nil if it said nothing.
    package var phase: String?
    /// The memory of its processes; nil until it was read for the first time.
    package var memory: Memory?

    /// A moment of which little is known.
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

    /// Sampled memory of a running trial, beside its budget. All figures are in bytes.
    package struct Memory: Hashable, Sendable {
        /// The metric that the budget limits; peak RSS where there is no budget. A budget that follows
        /// the tree changes it to the tree's peak with the second process.
        package var metric: Metric
        /// The metric's value now. Of a tree, the sum of proportional set sizes as it was read last, within
        /// what resident sizes allow: it is read only where it could be a new peak.
        package var currentBytes: Int
        /// The highest value so far. A sample: the exact peak, known at the end, may be higher.
        package var peakBytes: Int
        /// The most that the metric may be, inclusive: the budget, or a need trial's ceiling; nil
        /// without either.
        package var limitBytes: Int?
        /// Resident memory now of the process with the most of it, whatever the metric.
        package var residentBytes: Int

        /// Takes the figures of a reading.
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
