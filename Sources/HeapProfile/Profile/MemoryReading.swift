internal import MemoryBudget

/// A reading of a process's resident memory.
package struct MemoryReading: Hashable, Sendable, Codable {
    /// The time since the start of the command.
    package var atNanoseconds: Int
    /// The resident memory at that time, in bytes.
    package var residentBytes: Int
    /// The peak of the process's resident memory, in bytes.
    package var peakBytes: Int

    /// The minimum share of the peak at which the reading represents it.
    private static let peakShareMinimum = 0.9

    /// Creates a reading. The peak is raised to the reading if it is lower.
    package init(atNanoseconds: Int, residentBytes: Int, peakBytes: Int) {
        self.atNanoseconds = atNanoseconds
        self.residentBytes = residentBytes
        self.peakBytes = max(peakBytes, residentBytes)
    }

    /// The reading as a share of the peak, from 0 to 1.
    package var peakShare: Double {
        peakBytes > 0 ? Double(residentBytes) / Double(peakBytes) : 0
    }

    /// Whether the reading is close enough to the peak to represent it.
    package var isAtPeak: Bool { peakShare >= Self.peakShareMinimum }

    enum CodingKeys: String, StoredKey {
        case atNanoseconds = "at_ns"
        case residentBytes = "resident_bytes"
        case peakBytes = "peak_bytes"
    }
}
