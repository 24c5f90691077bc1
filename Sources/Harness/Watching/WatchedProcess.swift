import Files
import Glibc
import MemoryBudget

/// One watched process: its gauge and its memory readings.
final class WatchedProcess {
    let id: pid_t
    /// The thread whose files show the memory: the leader until it exits.
    private(set) var thread: pid_t
    private var gauge: ResidentGauge
    let staysOpen: Bool
    private let walks: BudgetWalks
    private var walkPace = Pace(
        minimumNanoseconds: Watcher.intervalNanoseconds, pausePerCost: Watcher.treePausePerCost)
    /// The number of threads in its latest status.
    private var threadCount = 1
    /// The last reading.
    private(set) var bytes = ResidentBytes()
    /// The minimum anonymous memory that was read: the upper bound of what a fork shares with its
    /// parent.
    private var anonymousMinimum = Int.max
    /// The time of the next search for another thread, if none with memory was found.
    private var searchDue = 0

    init(id: pid_t, staysOpen: Bool, walks: BudgetWalks) {
        self.id = id
        self.walks = walks
        self.staysOpen = staysOpen
        thread = id
        gauge = ResidentGauge(thread: id, of: id, staysOpen: staysOpen)
    }

    /// Whether a descriptor is held.
    var isOpen: Bool { gauge.isOpen }

    /// The anonymous memory that appeared while the process was watched, so it is the process's
    /// own.
    ///
    /// After a fork, both processes count the pages that they still share. The pages that this
    /// process inherited never exceed its lowest reading, and it created each page beyond them
    /// itself: the sum of these over a tree counts no page twice.
    var ownAnonymousBytes: Int { max(0, bytes.anonymous - anonymousMinimum) }

    /// The maximum that the last reading may hide, in bytes.
    var hiddenBytes: Int { walks.hiddenBytes(threadCount: threadCount) }

    /// Records readings that are taken less often.
    func note(_ status: MemoryStatus) { threadCount = status.threadCount }

    /// Reads the resident memory.
    func read(at now: Int) -> ProcReading<ResidentBytes> {
        let reading = readGauge()
        guard case .gone = reading, now >= searchDue else {
            return note(reading, at: now)
        }
        // The leader exited: /proc shows no memory there, but a process lives as long as its
        // threads.
        switch findLivingThread() {
        case .read(let living):
            (thread, gauge) = living
            return note(readGauge(), at: now)
        case .gone: searchDue = now + Watcher.slowIntervalNanoseconds
        case .refused: return note(.refused, at: now)
        }
        return note(reading, at: now)
    }

    private func readGauge() -> ProcReading<ResidentBytes> {
        switch gauge.read() {
        case .success(let bytes): bytes.resident > 0 ? .read(bytes) : .gone
        case .failure(let error):
            // A thread may end before its process does.
            thread != id && error.meansGone ? .gone : ProcReading(failure: error.number, of: id)
        }
    }

    private func note(
        _ reading: ProcReading<ResidentBytes>, at now: Int
    ) -> ProcReading<ResidentBytes> {
        switch reading {
        case .read(let read):
            bytes = walked(read, at: now)
            anonymousMinimum = min(anonymousMinimum, bytes.anonymous)
            return .read(bytes)
        case .gone: bytes = ResidentBytes()
        case .refused: break
        }
        return reading
    }

    /// Returns a reading that includes hidden memory, if that may decide about the budget; for
    /// about 2 % of the time.
    private func walked(_ read: ResidentBytes, at now: Int) -> ResidentBytes {
        guard walks.mayDecide(over: read, threadCount: threadCount),
            let walk = walkPace.run(at: now, { walks.walk(thread) }) ?? nil
        else { return read }
        return read.raised(to: walk)
    }

    private func findLivingThread() -> ProcReading<(thread: pid_t, gauge: ResidentGauge)> {
        guard let threads = threadIDs(of: id) else { return .refused }
        for other in threads where other != thread {
            let candidate = ResidentGauge(thread: other, of: id, staysOpen: staysOpen)
            if case .success(let bytes) = candidate.read(), bytes.resident > 0 {
                return .read((other, candidate))
            }
        }
        return .gone
    }

    /// Reads the proportional set size, in bytes: shared pages are divided among their users.
    func readProportional() -> ProcReading<Int> {
        switch withProcFile("/proc/\(id)/task/\(thread)/smaps_rollup", Self.proportional) {
        case .success(let bytes?): return .read(bytes)
        case .success(nil): return .gone
        case .failure(let error):
            // A process that has just ended is not refusing access.
            if error.meansGone, case .gone = readGauge() { return .gone }
            return .refused
        }
    }

    private static func proportional(_ text: UnsafeRawBufferPointer) -> Int? {
        procNumber("Pss:", in: text).map { $0 << 10 }
    }
}

/// Returns the current threads of a process from /proc; `nil` if access is denied.
func threadIDs(of process: pid_t) -> [pid_t]? {
    (try? Directory.names(in: "/proc/\(process)/task"))?.compactMap { pid_t($0) }
}
