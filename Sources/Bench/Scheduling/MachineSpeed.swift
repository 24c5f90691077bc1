import MemoryBudget

/// The slowness of this machine relative to nominal speeds, learned from its trials.
struct MachineSpeed: Hashable {
    /// The weight of the nominal speed, in seconds of trial time, so that the first short trials
    /// don't change the estimate completely.
    private static let confidenceSeconds = 2.0
    /// The range of slowness that is considered plausible.
    private static let bounds = 0.2...5.0

    private var actualSeconds = 0.0
    private var nominalSeconds = 0.0

    /// Records a completed trial.
    mutating func note(_ actual: Duration, nominal: Duration) {
        actualSeconds += actual.seconds
        nominalSeconds += nominal.seconds
    }

    /// The ratio of actual to nominal durations; 1 before the first trial.
    var slowness: Double {
        let ratio =
            (actualSeconds + Self.confidenceSeconds) / (nominalSeconds + Self.confidenceSeconds)
        return min(max(ratio, Self.bounds.lowerBound), Self.bounds.upperBound)
    }
}
