import MemoryBudget
import Synchronization

/// The memory of a running trial as the watcher read it last, for whoever shows its progress.
final class LatestMemory: Sendable {
    /// The budget that the memory is shown beside, also where the kernel alone enforces it.
    private let budget: Budget?
    private let latest = Mutex<TrialMoment.Memory?>(nil)

    /// Knows of no reading yet.
    init(budget: Budget?) {
        self.budget = budget
    }

    /// The last reading; nil if there was none.
    var value: TrialMoment.Memory? { latest.withLock(\.self) }

    /// Takes what a watcher read in a round. The watching thread never waits: while somebody looks, the
    /// reading is dropped, and the next one is a millisecond away.
    func note(_ round: WatchRound, by watcher: Watcher) {
        guard let memory = watcher.memory(of: round, budget: budget) else { return }
        _ = latest.withLockIfAvailable { $0 = memory }
    }
}

extension Watcher {
    /// The memory in a round that was taken, of the budget's metric; nil if no process could be read.
    func memory(of round: WatchRound, budget: Budget?) -> TrialMoment.Memory? {
        let residents = round.residents
        guard residents.processCount > 0 else { return nil }
        let metric = judgedMetric(
            budget?.metric ?? .peakRSS, processCount: round.tree.processCount)
        let (current, peak) =
            switch metric {
            case .peakRSS: (residents.largestBytes, readings.peakRSSBytes)
            case .peakAnonymous: (residents.anonymousBytes, readings.peakAnonymousBytes)
            case .peakTree: (treeBytes(of: residents), readings.peakTreeBytes)
            case .peakLive: (round.gauges.liveBytes, round.gauges.peakLiveBytes)
            case .container: (latestChargeBytes, readings.peakChargeBytes ?? 0)
            }
        return TrialMoment.Memory(
            metric: metric, currentBytes: current, peakBytes: max(peak, current),
            limitBytes: budget?.limit.bytes, residentBytes: residents.largestBytes)
    }

    /// The sum of proportional set sizes: as it was read last, or, where it isn't read because it can't
    /// be a new peak, at most the sum of resident sizes.
    private func treeBytes(of residents: Residents) -> Int {
        guard residents.processCount > 1 else { return residents.largestBytes }
        return min(
            residents.sumBytes, max(residents.largestBytes, latestTreeBytes))
    }
}
