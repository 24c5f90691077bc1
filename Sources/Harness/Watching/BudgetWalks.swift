import Glibc
import MemoryBudget

/// The walks over page tables that a budget takes where the kernel's counters may read too low.
///
/// Until Linux 6.16 what a process holds may stay uncounted for as long as it stands still: 16 MiB of
/// 64 threads were seen on 6.1. A walk is exact, and holds the process up, so that it is made only
/// where the budget lies between a reading and the most that the reading may hide.
struct BudgetWalks {
    let counters: ResidentCounters
    /// Judged by reading the metric; nil if nothing is.
    let budget: Budget?
    /// Walks the page tables that a thread is on.
    var walk: (_ thread: pid_t) -> PageWalk? = { PageWalk(thread: $0) }

    /// The most that a reading of a process may hide, in bytes.
    func hiddenBytes(threadCount: Int) -> Int {
        guard !counters.readsExactly else { return 0 }
        return counters.errorBytes(
            processorCount: counters.onlineProcessorCount, threadCount: threadCount)
    }

    /// Whether the page tables may show that a process is over the budget, and its reading doesn't.
    ///
    /// The sum over a tree is read from the page tables anyway, and a charge from its group.
    func mayDecide(over bytes: ResidentBytes, threadCount: Int) -> Bool {
        guard let budget else { return false }
        let read: Int
        switch budget.metric {
        case .peakRSS: read = bytes.resident
        case .peakAnonymous: read = bytes.anonymous
        case .peakTree, .peakLive, .container: return false
        }
        return budget.allows(read) && !budget.allows(read + hiddenBytes(threadCount: threadCount))
    }
}
