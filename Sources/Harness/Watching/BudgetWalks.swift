import Glibc
import MemoryBudget

/// Page table walks that decide about a budget when the kernel's counters may read too low.
///
/// Until Linux 6.16, memory of a process may stay uncounted as long as it doesn't change: 16 MiB of
/// 64 threads were seen on 6.1. A walk is exact but delays the process, so it is done only if the
/// budget lies between a reading and the maximum that the reading may hide.
struct BudgetWalks {
    let counters: ResidentCounters
    /// The budget that is judged by reading the metric; `nil` for none.
    let budget: Budget?
    /// Walks the page tables of a thread's process.
    var walk: (_ thread: pid_t) -> PageWalk? = { PageWalk(thread: $0) }

    /// Returns the maximum that a reading of a process may hide, in bytes.
    func hiddenBytes(threadCount: Int) -> Int {
        guard !counters.readsExactly else { return 0 }
        return counters.errorBytes(
            processorCount: counters.onlineProcessorCount, threadCount: threadCount)
    }

    /// Returns whether page tables may show that a process exceeds the budget although its reading
    /// doesn't.
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
