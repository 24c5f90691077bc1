import MemoryBudget

extension RawTrial {
    /// Proof that something went unwatched, so that a reading within the budget decides nothing.
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

    /// The number of processes that could not be read as they ran, if no other reading has what the
    /// metric needs of them.
    private func refusedCount(_ metric: Metric) -> Int {
        switch metric {
        // The exit stop tells the peak of a process that nobody could read before.
        case .peakRSS: samples.refused.subtracting(readAtExit).count
        case .peakAnonymous, .peakTree: samples.refused.count
        // The kernel counts both itself, or has them counted by the allocator.
        case .peakLive, .container: 0
        }
    }

    private var readAtExit: Set<Int32> {
        Set(tree.processes.lazy.filter { $0.peakRSSBytes != nil }.map(\.id))
    }
}
