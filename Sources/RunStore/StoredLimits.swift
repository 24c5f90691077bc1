internal import MemoryBudget

/// The longest that each kind of file of a run may be: far above what any run writes. A longer one is
/// refused before it fills the memory of whoever reads it.
enum StoredLimits {
    /// Of `run.json`.
    static let record = ByteCount.mebibytes(64)
    /// Of `trials.jsonl`: about 80,000 trials.
    static let journal = ByteCount.mebibytes(256)
    /// Of a series, which keeps a bounded number of samples.
    static let series = ByteCount.mebibytes(16)
    /// Of a sample of rejected units.
    static let rejected = ByteCount.mebibytes(1)
    /// Of a profile.
    static let profile = ByteCount.mebibytes(64)
    /// Of what a trial's command wrote to standard error.
    static let stderr = ByteCount.mebibytes(2)
    /// Of a baseline.
    static let baseline = ByteCount.mebibytes(16)
}
