import MemoryBudget

/// The slowness of this machine beside what nominal speeds say, as far as its trials have shown.
struct MachineSpeed: Hashable {
    /// Time that counts for the nominal speed from the start, so that the first short trials don't
    /// turn the estimate over.
    private static let confidenceSeconds = 2.0
    /// The most that speeds of one machine are taken to differ from nominal ones.
    private static let bounds = 0.2...5.0

    private var actualSeconds = 0.0
    private var nominalSeconds = 0.0

    /// Takes note of a trial that came to its end.
    mutating func note(_ actual: Duration, nominal: Duration) {
        actualSeconds += actual.seconds
        nominalSeconds += nominal.seconds
    }

    /// The times that trials take, by their nominal time; 1 before anything was seen.
    var slowness: Double {
        let ratio =
            (actualSeconds + Self.confidenceSeconds) / (nominalSeconds + Self.confidenceSeconds)
        return min(max(ratio, Self.bounds.lowerBound), Self.bounds.upperBound)
    }
}
