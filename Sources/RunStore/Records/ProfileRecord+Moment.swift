package import HeapProfile
internal import MemoryBudget

extension ProfileRecord {
    /// Whether the command died instead of completing.
    package var hasDied: Bool { heap.threads != nil || trial.exit.signal != nil }

    /// The moment that the profile is about: the end of a command that died, the peak of any other.
    package var moment: HeapMoment { hasDied ? .end : .peak }

    /// The resident memory by part at that moment; `nil` if not read.
    package var breakdown: MemoryBreakdown? {
        moment == .end ? heap.endBreakdown : heap.peakBreakdown
    }

    /// The share of the process's maximum anonymous and shared memory that live blocks of malloc
    /// explain, 0 to 1; `nil` if not read, or if it belongs to another process than the profile.
    package var explainedShare: Double? { explainedShare(at: moment) }

    /// Whether most of the process's memory did not come from malloc; its call sites are then
    /// neither named nor ranked.
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
