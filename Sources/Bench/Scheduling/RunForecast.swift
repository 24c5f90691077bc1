import MemoryBudget

/// The expected remaining time of a run at the beginning of a step: the measurement of noise, the
/// data of a scenario, or a trial.
package struct RunForecast: Hashable, Sendable {
    /// The number of trials that have begun, over all scenarios, including the one that begins now.
    package var number: Int
    /// The number of trials in the run known so far.
    package var count: Int
    /// The time from the beginning of the step to the end of the run; `nil` if unknown.
    package var remaining: Duration?
    /// The duration of the step, which is part of the remaining time; `nil` if unknown.
    package var step: Duration?

    /// Creates a forecast for the step that begins.
    package init(number: Int, count: Int, remaining: Duration?, step: Duration?) {
        self.number = number
        self.count = count
        self.remaining = remaining
        self.step = step
    }

    /// Returns the remaining time during the step. It never increases, unless the step takes longer
    /// than expected and reports its progress.
    ///
    /// - Parameters:
    ///   - elapsed: The time since the step began.
    ///   - share: The completed fraction of the step, 0 to 1; `nil` if not reported.
    package func remaining(after elapsed: Duration, share: Double? = nil) -> Duration? {
        guard let remaining else { return nil }
        let expected = min(step ?? .zero, remaining)
        guard let share else { return remaining - min(elapsed, expected) }
        let left = max(expected, elapsed).seconds * (1 - min(1, max(0, share)))
        return remaining - expected + .seconds(left)
    }
}
