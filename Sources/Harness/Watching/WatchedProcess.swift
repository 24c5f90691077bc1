import Files
import Glibc
import MemoryBudget

/// One process under watch: its gauge, and what its memory was.
final class WatchedProcess {
    let id: pid_t
    /// The thread whose files tell of the memory: the leader until it leaves.
    private(set) var thread: pid_t
    private var gauge: ResidentGauge
    let staysOpen: Bool
    private let walks: BudgetWalks
    private var walkPace = Pace(
        minimumNanoseconds: Watcher.intervalNanoseconds, pausePerCost: Watcher.treePausePerCost)
    /// As its status told last.
    private var threadCount = 1
    /// The last reading.
    private(set) var bytes = ResidentBytes()
    /// The least anonymous memory that was read: what a fork shares with its parent is no more.
    private var anonymousMinimum = Int.max
    /// When another thread is looked for, if none with memory was found.
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

    /// Anonymous memory that came up while it was watched, so that no other process made it.
    ///
    /// After a fork both processes count the pages they still share. Those that this one inherited
    /// are never more than its least reading, and each page beyond them is of its own making: the
    /// sum of these over a tree counts no page twice.
    var ownAnonymousBytes: Int { max(0, bytes.anonymous - anonymousMinimum) }

    /// The most that the last reading may hide, in bytes.
    var hiddenBytes: Int { walks.hiddenBytes(threadCount: threadCount) }

    /// Takes note of what is read of it less often.
    func note(_ status: MemoryStatus) { threadCount = status.threadCount }

    /// Reads resident memory.
    func read(at now: Int) -> ProcReading<ResidentBytes> {
        let reading = readGauge()
        guard case .gone = reading, now >= searchDue else {
            return note(reading, at: now)
        }
        // Its leader left: /proc shows no memory there, and a process lives as long as its threads.
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

    /// A reading with what it hides, where that may decide over the budget; for about 2 % of the time.
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

    /// The proportional set size, in bytes: shared pages are divided by their users.
    func readProportional() -> ProcReading<Int> {
        switch withProcFile("/proc/\(id)/task/\(thread)/smaps_rollup", Self.proportional) {
        case .success(let bytes?): return .read(bytes)
        case .success(nil): return .gone
        case .failure(let error):
            // Of a process that just ended there is nothing to refuse.
            if error.meansGone, case .gone = readGauge() { return .gone }
            return .refused
        }
    }

    private static func proportional(_ text: UnsafeRawBufferPointer) -> Int? {
        procNumber("Pss:", in: text).map { $0 << 10 }
    }
}

/// The threads of a process, as /proc lists them now; nil if it doesn't let us.
func threadIDs(of process: pid_t) -> [pid_t]? {
    (try? Directory.names(in: "/proc/\(process)/task"))?.compactMap { pid_t($0) }
}
