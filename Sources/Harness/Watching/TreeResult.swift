internal import CLinux
import Glibc
import Processes

/// One process of a tree, as its exit stops showed it.
struct TracedProcess: Sendable {
    let id: pid_t
    /// Whether it runs a program of its own: a fresh fork of the harness does not yet.
    var hasImage: Bool
    /// Whether an image was replaced by another before its peak could be read.
    var hasUnreadImage = false
    var name = ""
    var parentID: pid_t = 0
    /// The highest reading over its threads' exit stops.
    var peakRSSBytes: Int?
    /// The most by which a high-water mark of it may be off.
    var counterErrorBytes = 0
    /// The processors that its threads were allowed to run on.
    var processors: ProcessorSet
    var endRSSBytes: Int?
    var peakAnonymousBytes = 0
    var peakFileBytes = 0
    var peakShmemBytes = 0
    /// The allocations that its data limit refused.
    var refusals = Refusals()
    /// Its own transfers, without those of its children.
    var io: InputOutput?
    var status: WaitStatus?
    /// The kernel's maximum over all images and reaped children, from approximate counters.
    var lifetimePeakBytes = 0

    init(id: pid_t, hasImage: Bool, processors: ProcessorSet = ProcessorSet([])) {
        self.id = id
        self.hasImage = hasImage
        self.processors = processors
    }

    /// Takes the readings of an exit stop; the last one to be taken is the process's end.
    ///
    /// - Parameter walk: Its memory by the page tables; nil where nobody walked them.
    mutating func take(_ status: MemoryStatus, walk: PageWalk? = nil, io: InputOutput?) {
        guard status.peakRSSBytes > 0 else { return }
        parentID = status.parentID
        peakRSSBytes = max(peakRSSBytes ?? 0, status.peakRSSBytes, walk?.residentBytes ?? 0)
        endRSSBytes = walk?.residentBytes ?? status.rssBytes
        peakAnonymousBytes = max(
            peakAnonymousBytes, status.anonymousBytes, walk?.anonymousBytes ?? 0)
        peakFileBytes = max(peakFileBytes, status.fileBytes)
        peakShmemBytes = max(peakShmemBytes, status.shmemBytes)
        self.io = io ?? self.io
    }
}

/// What following a tree to its end showed.
struct TreeResult: Sendable {
    /// The process that was launched.
    var leaderID: pid_t = 0
    var processes: [TracedProcess] = []
    var leaderStatus: WaitStatus?
    var leaderEndRSSBytes: Int?
    var usage = TreeUsage()
    /// Programs whose files grant privileges that they did not get.
    var unprivilegedPrograms: [String] = []
    /// Whether the leader came to run its program.
    var hasExecuted = false
    /// What kept it from doing so.
    var launchFailure: LaunchFailure?
    var startNanoseconds = 0
    var endNanoseconds = 0
    /// Where the threads of processes were that a signal ended, of those that were looked at.
    var autopsies: [pid_t: Autopsy] = [:]
    /// The time in which page tables and stacks were walked before the leader ended.
    var walkNanoseconds = 0
    /// Resident memory that the leader had as a copy of the harness, before it executed.
    var inheritedPeakBytes = 0
    /// Whether each call for memory was seen, where a data limit has to be watched.
    var hasSeenAllocations = true
    /// Set where nothing was traced: the kernel's maximum as the launcher was told.
    var untracedPeakBytes: Int?

    /// The largest peak of any process of the tree, and how far it can be trusted.
    ///
    /// The high-water mark belongs to an image: a process that executes another program loses the
    /// first one's. The kernel's lifetime maximum then tells whether something higher was lost; for
    /// the leader it also contains what the fork inherited of the harness.
    func peak(sampled: Int) -> ProcessPeak? {
        if let untracedPeakBytes {
            return ProcessPeak(atLeast: max(untracedPeakBytes, sampled), process: nil)
        }
        guard var peak = highest(of: processes) else {
            return sampled > 0 ? ProcessPeak(atLeast: sampled, process: nil) : nil
        }
        for process in processes where process.hasUnreadImage || process.peakRSSBytes == nil {
            peak.consider(process, inherited: process.id == leaderID ? inheritedPeakBytes : 0)
        }
        peak.consider(sampled: sampled)
        return peak
    }

    private func highest(of processes: [TracedProcess]) -> ProcessPeak? {
        let peaks = processes.compactMap { process in
            process.peakRSSBytes.map {
                ProcessPeak(
                    bytes: $0, highBytes: $0 + process.counterErrorBytes, process: process)
            }
        }
        guard var highest = peaks.max(by: { $0.bytes < $1.bytes }) else { return nil }
        highest.highBytes = peaks.reduce(0) { max($0, $1.highBytes) }
        return highest
    }
}
