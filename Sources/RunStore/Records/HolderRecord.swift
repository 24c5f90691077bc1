package import HeapProfile
package import MemoryBudget

/// The call site that held most memory of a cell's profiled trial: at its death, or at the peak if
/// it completed.
package struct HolderRecord: Hashable, Sendable, Codable {
    /// The function; `nil` if no call site can be named, because nothing large enough was sampled
    /// or malloc explains too little.
    package var function: String?
    /// The path of its source file; `nil` if unknown.
    package var file: String?
    /// The line, from 1; `nil` if unknown.
    package var line: Int?
    /// The memory that it held, in bytes; `nil` without a function.
    package var bytes: Double?
    /// The lower end of the 95 % interval of ``bytes``.
    package var low: Double?
    /// The upper end of the 95 % interval of ``bytes``.
    package var high: Double?
    /// The share of ``liveBytes``, 0 to 1; `nil` without a function.
    package var share: Double?
    /// The live memory of malloc: allocated and not yet freed, in bytes.
    package var liveBytes: Int
    /// The interpreter whose native functions were sampled, `python`; `nil` for other programs.
    package var interpreter: String?
    /// The share of the process's anonymous memory that this explains, 0 to 1; `nil` if not read.
    package var explainedShare: Double?

    enum CodingKeys: String, StoredKey {
        case function, file, line, bytes, low, high, share, interpreter
        case liveBytes = "live_bytes"
        case explainedShare = "explained_share"
    }

    /// Creates a record of the largest call site of a profile.
    package init(_ record: ProfileRecord) {
        let moment = record.trial.heapMoment
        liveBytes = record.heap.liveBytes(at: moment)
        explainedShare = record.explainedShare(at: moment)
        interpreter = record.heap.interpreter
        // Call sites of another process than the largest don't show where the memory was.
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
    /// The moment at which the heap is examined: the death, or the peak of a trial that completed.
    package var heapMoment: HeapMoment { exit.signal == nil ? .peak : .end }
}
