package import HeapProfile
package import MemoryBudget

/// Who held the most memory of a cell's profiled trial: when it died, or at the peak of one that
/// ended by itself.
package struct HolderRecord: Hashable, Sendable, Codable {
    /// The function; nil if no site can be named: nothing large enough was sampled, or malloc explains
    /// too little.
    package var function: String?
    /// Its source file's path; nil if it is not known.
    package var file: String?
    /// The line, from 1; nil if it is not known.
    package var line: Int?
    /// What it held, in bytes; nil without a function.
    package var bytes: Double?
    /// The lower end of the 95 % interval of ``bytes``.
    package var low: Double?
    /// The upper end of it.
    package var high: Double?
    /// Its part of ``liveBytes``, 0 to 1; nil without a function.
    package var share: Double?
    /// What malloc had handed out and not got back, in bytes.
    package var liveBytes: Int
    /// The interpreter whose native functions the sites are, `python`; nil for a program of its own.
    package var interpreter: String?
    /// How much of the process's anonymous memory that explains, 0 to 1; nil if that was not read.
    package var explainedShare: Double?

    enum CodingKeys: String, StoredKey {
        case function, file, line, bytes, low, high, share, interpreter
        case liveBytes = "live_bytes"
        case explainedShare = "explained_share"
    }

    /// The largest site of a profile.
    package init(_ record: ProfileRecord) {
        let moment = record.trial.heapMoment
        liveBytes = record.heap.liveBytes(at: moment)
        explainedShare = record.explainedShare(at: moment)
        interpreter = record.heap.interpreter
        // Sites of another process than the largest don't say who held the memory.
        guard !explainsTooLittle, record.heap.largestUnprofiled == nil else { return }
        let first = NamedSites(record.heap, at: moment).all.first { !$0.isBelowResolution }
        guard let first else { return }
        (function, file, line) = (first.function, first.file, first.line)
        (low, high) = (first.bytes.low, first.bytes.high)
        (bytes, share) = (first.bytes.estimate, first.share)
    }

    /// Whether most of the process's memory did not come from malloc.
    package var explainsTooLittle: Bool { ProfileRecord.isTooLittle(explainedShare) }
}

extension Observation {
    /// When its heap is looked at: at its death, or at the peak of one that ended by itself.
    package var heapMoment: HeapMoment { exit.signal == nil ? .peak : .end }
}
