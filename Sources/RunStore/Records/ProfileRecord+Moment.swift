package import HeapProfile
internal import MemoryBudget

extension ProfileRecord {
    /// Whether the command died, instead of coming to its end by itself.
    package var hasDied: Bool { heap.threads != nil || trial.exit.signal != nil }

    /// The state of the heap that the profile is about: the end of a command that died, the peak of
    /// any other.
    package var moment: HeapMoment { hasDied ? .end : .peak }

    /// Resident memory at that moment, part by part; nil where it was not read.
    package var breakdown: MemoryBreakdown? {
        moment == .end ? heap.endBreakdown : heap.peakBreakdown
    }

    /// The part of the process's anonymous and shared memory, at its highest, that live blocks of malloc
    /// explain, 0 to 1; nil if that was not read, or is of another process than the profile.
    package var explainedShare: Double? { explainedShare(at: moment) }

    /// Whether most of the process's memory did not come from malloc: then its sites say little, and
    /// none is named or ranked.
    package var explainsTooLittle: Bool { Self.isTooLittle(explainedShare) }

    func explainedShare(at moment: HeapMoment) -> Double? {
        let held = (trial.peakAnonBytes ?? 0) + (trial.peakShmemBytes ?? 0)
        guard held > 0, heap.largestUnprofiled == nil else { return nil }
        return min(1, Double(heap.liveBytes(at: moment)) / Double(held))
    }

    static func isTooLittle(_ share: Double?) -> Bool {
        share.map { $0 < explainedShareMinimum } ?? false
    }

    private static let explainedShareMinimum = 0.5
}
