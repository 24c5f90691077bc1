package import MemoryBudget

/// The number of bytes that a profiled trial allocates between two samples.
package enum SampleInterval {
    /// The largest that is chosen: more would cost no less.
    private static let maximumBytes = 512 << 10
    /// The smallest that is chosen: less costs too much.
    private static let minimumBytes = 64 << 10
    /// So many samples of a budget resolve sites of a few hundredths of it.
    private static let samplesPerBudget = 512

    /// The interval that fits a budget: its 512th part, 64 KiB to 512 KiB; without a budget 512 KiB.
    package static func fitting(_ budget: ByteCount?) -> ByteCount {
        guard let budget else { return ByteCount(maximumBytes) }
        return ByteCount(min(max(budget.bytes / samplesPerBudget, minimumBytes), maximumBytes))
    }
}
