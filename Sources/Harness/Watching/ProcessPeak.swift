import MemoryBudget

/// A tree's peak resident memory: the largest reading, and the maximum that it may have missed.
struct ProcessPeak {
    /// The largest reading, in bytes.
    private(set) var bytes: Int
    /// The maximum possible peak, in bytes, if nothing was missed.
    var highBytes: Int
    /// Whether a higher peak may have been missed.
    private(set) var isLowerBound = false
    private(set) var process: TracedProcess?

    /// The memory that a fork of the harness may touch, in libraries, before it executes a program.
    private static let forkSlackBytes = 16 << 20
    /// The share by which identical trials differ; a smaller error leaves a reading exact.
    private static let exactShare = 1.0 / 500
    /// The error of a small process that leaves its peak exact.
    private static let exactBytes = 64 << 10

    /// Creates a peak from a high-water mark.
    init(bytes: Int, highBytes: Int, process: TracedProcess?) {
        self.bytes = bytes
        self.highBytes = highBytes
        self.process = process
    }

    /// Creates a lower bound without a maximum.
    init(atLeast bytes: Int, process: TracedProcess?) {
        self.init(bytes: bytes, highBytes: bytes, process: process)
        isLowerBound = true
    }

    /// Returns the lowest peak that counts as exact with this error in the counters.
    static func exactFromBytes(errorBytes: Int) -> Int {
        errorBytes <= exactBytes ? 0 : Int(Double(errorBytes) / exactShare)
    }

    /// The maximum error of the largest reading, in bytes.
    var errorBytes: Int { highBytes - bytes }

    /// The quality of the reading.
    var quality: Quality {
        if isLowerBound { return .lowerBound }
        let tolerance = max(Self.exactBytes, Int(Double(bytes) * Self.exactShare))
        return errorBytes <= tolerance ? .exact : .interval
    }

    /// Takes a sampled reading into account. It may come from a replaced image, or from a process
    /// whose memory the kernel reclaimed before it was read. A reading within the high-water mark's
    /// error belongs to the same peak.
    mutating func consider(sampled: Int) {
        guard sampled > bytes else { return }
        if sampled > highBytes {
            self = ProcessPeak(atLeast: sampled, process: nil)
        } else {
            bytes = sampled
        }
    }

    /// Takes into account that an earlier image of a process may have had a higher peak, according
    /// to its lifetime maximum. A maximum that the harness itself may have caused is ignored.
    mutating func consider(_ other: TracedProcess, inherited: Int) {
        let lifetime = other.lifetimePeakBytes
        let most = lifetime + other.counterErrorBytes
        guard most > highBytes else { return }
        // The image that was read explains the maximum, within the counters' error.
        if lifetime <= bytes + other.counterErrorBytes {
            highBytes = most
        } else if inherited == 0 || lifetime > inherited + Self.forkSlackBytes {
            self = ProcessPeak(bytes: lifetime, highBytes: most, process: other)
            // Without a reading at its end, the counters' error is unknown as well.
            isLowerBound = other.peakRSSBytes == nil
        } else {
            isLowerBound = true
        }
    }
}
