internal import CLinux
import Glibc
import Processes

/// One process of a tree, as seen at its exit stops.
struct TracedProcess: Sendable {
    let id: pid_t
    /// Whether the process runs a program of its own: a new fork of the harness doesn't yet.
    var hasImage: Bool
    /// Whether an image was replaced by another before its peak could be read.
    var hasUnreadImage = false
    var name = ""
    var parentID: pid_t = 0
    /// The highest reading at its threads' exit stops.
    var peakRSSBytes: Int?
    /// The maximum error of its high-water mark.
    var counterErrorBytes = 0
    /// The processors that its threads were allowed to run on.
    var processors: ProcessorSet
    var endRSSBytes: Int?
    var peakAnonymousBytes = 0
    var peakFileBytes = 0
    var peakShmemBytes = 0
    /// The allocations that its data limit refused.
    var refusals = Refusals()
    /// The process's own transfers, excluding those of its children.
    var io: InputOutput?
    var status: WaitStatus?
    /// The kernel's maximum over all images and reaped children, from approximate counters.
    var lifetimePeakBytes = 0

    init(id: pid_t, hasImage: Bool, processors: ProcessorSet = ProcessorSet([])) {
        self.id = id
        self.hasImage = hasImage
        self.processors = processors
    }

    /// Records the readings of an exit stop; the last one is the process's end.
    ///
    /// - Parameter walk: The memory by the page tables; `nil` if they were not walked.
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

/// The result of following a tree to its end.
struct TreeResult: Sendable {
    /// The process that was launched.
    var leaderID: pid_t = 0
    var processes: [TracedProcess] = []
    var leaderStatus: WaitStatus?
    var leaderEndRSSBytes: Int?
    var usage = TreeUsage()
    /// The programs that did not get the privileges that their files grant.
    var unprivilegedPrograms: [String] = []
    /// Whether the leader started its program.
    var hasExecuted = false
    /// The error that prevented the start; `nil` for none.
    var launchFailure: LaunchFailure?
    var startNanoseconds = 0
    var endNanoseconds = 0
    /// The thread positions of processes that a signal ended, as far as they were read.
    var autopsies: [pid_t: Autopsy] = [:]
    /// The time spent walking page tables and stacks before the leader ended.
    var walkNanoseconds = 0
    /// The resident memory that the leader had as a copy of the harness, before it executed.
    var inheritedPeakBytes = 0
    /// Whether each memory call was seen, if a data limit must be watched.
    var hasSeenAllocations = true
    /// The kernel's maximum, as reported by the launcher; `nil` if the tree was traced.
    var untracedPeakBytes: Int?

    /// Returns the largest peak of any process of the tree, and its quality.
    ///
    /// The high-water mark belongs to an image: a process that executes another program loses the
    /// mark of the first. The kernel's lifetime maximum then shows whether something higher was
    /// lost; for the leader, it includes memory that the fork inherited from the harness.
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
