/// The readings of a process's memory: at its peak, and at its end.
package struct MemoryReadings: Sendable {
    /// The highest reading, if that is near enough to the peak.
    package let peak: MemoryState?
    /// The reading at the end; nil if there was none.
    package let end: MemoryState?

    /// Nothing was read.
    package static let none = MemoryReadings(peak: nil, end: nil)

    /// Readings of two moments.
    package init(peak: MemoryState?, end: MemoryState?) {
        self.peak = peak
        self.end = end
    }

    /// The program's own anonymous maps at both moments, by the frame that mapped them.
    var maps: [(frame: UInt32, peak: HeapProfile.MapSum, end: HeapProfile.MapSum)] {
        let (peak, end) = (peak?.mapSums ?? [:], end?.mapSums ?? [:])
        return Set(peak.keys).union(end.keys).sorted().map { frame in
            (frame, peak[frame] ?? HeapProfile.MapSum(), end[frame] ?? HeapProfile.MapSum())
        }
    }
}
