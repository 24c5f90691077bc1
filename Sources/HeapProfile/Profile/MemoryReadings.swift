/// The memory of a process at its peak and at its end.
package struct MemoryReadings: Sendable {
    /// The highest reading, if it is close enough to the peak; otherwise `nil`.
    package let peak: MemoryState?
    /// The reading at the end; `nil` if there was none.
    package let end: MemoryState?

    /// The readings of a process whose memory was not read.
    package static let none = MemoryReadings(peak: nil, end: nil)

    /// Creates the readings of the two moments.
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
