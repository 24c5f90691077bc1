internal import MemoryBudget

/// A moment at which all resident memory was read.
package struct MemoryReading: Hashable, Sendable, Codable {
    /// When that was, since the start of the command.
    package var atNanoseconds: Int
    /// Resident memory then, in bytes.
    package var residentBytes: Int
    /// The peak of the same process, in bytes.
    package var peakBytes: Int

    /// Below this share of the peak its parts may be others.
    private static let peakShareMinimum = 0.9

    /// A reading; it is part of the peak, so that this is no lower.
    package init(atNanoseconds: Int, residentBytes: Int, peakBytes: Int) {
        self.atNanoseconds = atNanoseconds
        self.residentBytes = residentBytes
        self.peakBytes = max(peakBytes, residentBytes)
    }

    /// Its share of the peak, 0 to 1.
    package var peakShare: Double {
        peakBytes > 0 ? Double(residentBytes) / Double(peakBytes) : 0
    }

    /// Whether it is near enough to the peak to stand for it.
    package var isAtPeak: Bool { peakShare >= Self.peakShareMinimum }

    enum CodingKeys: String, StoredKey {
        case atNanoseconds = "at_ns"
        case residentBytes = "resident_bytes"
        case peakBytes = "peak_bytes"
    }
}
