import MemoryBudget

/// The time that a run still takes, as it is expected when one of its steps begins: the measurement of
/// noise, the data of a scenario, or a trial.
package struct RunForecast: Hashable, Sendable {
    /// The trials that have begun, over all scenarios; a trial that begins is counted.
    package var number: Int
    /// The trials of the run, as far as they are known by now.
    package var count: Int
    /// The time from the beginning of the step to the end of the run; nil if nobody knows.
    package var remaining: Duration?
    /// The time that the step takes of it; nil if nobody knows.
    package var step: Duration?

    /// A forecast for the step that begins.
    package init(number: Int, count: Int, remaining: Duration?, step: Duration?) {
        self.number = number
        self.count = count
        self.remaining = remaining
        self.step = step
    }

    /// The time that is left while the step is done: it never rises, unless the step takes longer than
    /// expected and says how far it is.
    ///
    /// - Parameters:
    ///   - elapsed: Since the step began.
    ///   - share: The part of the step is done, 0 to 1; nil if it doesn't say.
    package func remaining(after elapsed: Duration, share: Double? = nil) -> Duration? {
        guard let remaining else { return nil }
        let expected = min(step ?? .zero, remaining)
        guard let share else { return remaining - min(elapsed, expected) }
        let left = max(expected, elapsed).seconds * (1 - min(1, max(0, share)))
        return remaining - expected + .seconds(left)
    }
}
