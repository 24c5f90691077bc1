import MemoryBudget

/// A tree's peak resident memory: the largest reading, and how much more it may have been.
struct ProcessPeak {
    /// The largest reading.
    private(set) var bytes: Int
    /// The most that it can have been, if nothing was missed.
    var highBytes: Int
    /// Whether something higher may have been missed.
    private(set) var isLowerBound = false
    private(set) var process: TracedProcess?

    /// The memory that a fork of the harness may still touch of its libraries before it executes.
    private static let forkSlackBytes = 16 << 20
    /// Equal trials lie this share apart, so that less makes no reading less exact.
    private static let exactShare = 1.0 / 500
    /// The error of a small process that leaves it exact.
    private static let exactBytes = 64 << 10

    /// A high-water mark.
    init(bytes: Int, highBytes: Int, process: TracedProcess?) {
        self.bytes = bytes
        self.highBytes = highBytes
        self.process = process
    }

    /// A reading above which there may have been anything.
    init(atLeast bytes: Int, process: TracedProcess?) {
        self.init(bytes: bytes, highBytes: bytes, process: process)
        isLowerBound = true
    }

    /// The least peak that is exact although the counters may be off by so much.
    static func exactFromBytes(errorBytes: Int) -> Int {
        errorBytes <= exactBytes ? 0 : Int(Double(errorBytes) / exactShare)
    }

    /// The most by which the largest reading is too low.
    var errorBytes: Int { highBytes - bytes }

    /// The trust that the reading deserves.
    var quality: Quality {
        if isLowerBound { return .lowerBound }
        let tolerance = max(Self.exactBytes, Int(Double(bytes) * Self.exactShare))
        return errorBytes <= tolerance ? .exact : .interval
    }

    /// Takes a sampled reading into account, which an image that was replaced may have reached, or a
    /// process whose memory the kernel had taken back before it was read. One that the high-water
    /// mark may stand for is of the same peak.
    mutating func consider(sampled: Int) {
        guard sampled > bytes else { return }
        if sampled > highBytes {
            self = ProcessPeak(atLeast: sampled, process: nil)
        } else {
            bytes = sampled
        }
    }

    /// Takes into account that an earlier image of a process may have peaked higher: the lifetime
    /// maximum says how high. What the harness itself may have caused is no peak.
    mutating func consider(_ other: TracedProcess, inherited: Int) {
        let lifetime = other.lifetimePeakBytes
        let most = lifetime + other.counterErrorBytes
        guard most > highBytes else { return }
        // Within the counters' error the image that was read explains it.
        if lifetime <= bytes + other.counterErrorBytes {
            highBytes = most
        } else if inherited == 0 || lifetime > inherited + Self.forkSlackBytes {
            self = ProcessPeak(bytes: lifetime, highBytes: most, process: other)
            // Of what could not be read at its end the counters' error is not known either.
            isLowerBound = other.peakRSSBytes == nil
        } else {
            isLowerBound = true
        }
    }
}
