package import MemoryBudget

/// The number of bytes that a profiled trial allocates between two samples.
///
/// ```swift
/// import MemoryBudget
/// let interval = SampleInterval.fitting(ByteCount.mebibytes(64))
/// ```
package enum SampleInterval {
    /// The maximum interval: a longer one would not reduce the cost.
    private static let maximumBytes = 512 << 10
    /// The minimum interval: a shorter one costs too much.
    private static let minimumBytes = 64 << 10
    /// The number of samples per budget, which resolves sites of a few hundredths of the budget.
    private static let samplesPerBudget = 512

    /// Returns the interval that fits a budget: its 512th part, 64 KiB to 512 KiB; without a budget
    /// 512 KiB.
    package static func fitting(_ budget: ByteCount?) -> ByteCount {
        guard let budget else { return ByteCount(maximumBytes) }
        return ByteCount(min(max(budget.bytes / samplesPerBudget, minimumBytes), maximumBytes))
    }
}
