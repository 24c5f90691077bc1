import MemoryBudget

extension RawTrial {
    /// The proof that something was not watched, so a reading within the budget is inconclusive.
    var gap: TrialEvidence.Proof? {
        if strayCount > 0 { return .notWatched(cause: .untraced, processCount: strayCount) }
        guard hasRun, let budget else { return nil }
        let count = refusedCount(budget.metric)
        if count > 0 { return .notWatched(cause: .refused, processCount: count) }
        guard budget.metric == .peakTree, !budget.allows(samples.highestTreeBytes) else {
            return nil
        }
        return .treeNotRead(
            lowBytes: samples.peakTreeBytes, highBytes: samples.highestTreeBytes,
            limitBytes: budget.limit.bytes)
    }

    /// Returns the number of processes that could not be read while they ran, and whose share of
    /// the metric no other reading shows.
    private func refusedCount(_ metric: Metric) -> Int {
        switch metric {
        // The exit stop shows the peak of a process that could not be read before.
        case .peakRSS: samples.refused.subtracting(readAtExit).count
        case .peakAnonymous, .peakTree: samples.refused.count
        // The kernel counts the charge, and the allocator counts live bytes.
        case .peakLive, .container: 0
        }
    }

    private var readAtExit: Set<Int32> {
        Set(tree.processes.lazy.filter { $0.peakRSSBytes != nil }.map(\.id))
    }
}
