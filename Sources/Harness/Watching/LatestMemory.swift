import MemoryBudget
import Synchronization

/// The watcher's latest reading of a running trial's memory, for display of its progress.
final class LatestMemory: Sendable {
    /// The budget displayed with the memory, even if only the kernel enforces it.
    private let budget: Budget?
    private let latest = Mutex<TrialMoment.Memory?>(nil)

    /// Creates an instance without a reading.
    init(budget: Budget?) {
        self.budget = budget
    }

    /// The last reading; `nil` if there was none.
    var value: TrialMoment.Memory? { latest.withLock(\.self) }

    /// Stores the watcher's readings of a round. The watching thread never waits: if the value is
    /// being read, this reading is dropped, and the next one follows within a millisecond.
    func note(_ round: WatchRound, by watcher: Watcher) {
        guard let memory = watcher.memory(of: round, budget: budget) else { return }
        _ = latest.withLockIfAvailable { $0 = memory }
    }
}

extension Watcher {
    /// Returns the memory in a round, by the budget's metric; `nil` if no process could be read.
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

    /// Returns the last reading of the sum of proportional set sizes, or, if that isn't read
    /// because it can't be a new peak, at most the sum of resident sizes.
    private func treeBytes(of residents: Residents) -> Int {
        guard residents.processCount > 1 else { return residents.largestBytes }
        return min(
            residents.sumBytes, max(residents.largestBytes, latestTreeBytes))
    }
}
