internal import MemoryBudget

/// The maximum size of each kind of file of a run, far above what any run writes. Larger files are
/// refused before they fill the reader's memory.
enum StoredLimits {
    /// The maximum size of `run.json`.
    static let record = ByteCount.mebibytes(64)
    /// The maximum size of `trials.jsonl`, enough for about 80,000 trials.
    static let journal = ByteCount.mebibytes(256)
    /// The maximum size of a series, whose number of samples is bounded.
    static let series = ByteCount.mebibytes(16)
    /// The maximum size of a sample of rejected units.
    static let rejected = ByteCount.mebibytes(1)
    /// The maximum size of a profile.
    static let profile = ByteCount.mebibytes(64)
    /// The maximum size of a command's stored standard error.
    static let stderr = ByteCount.mebibytes(2)
    /// The maximum size of a baseline.
    static let baseline = ByteCount.mebibytes(16)
}
