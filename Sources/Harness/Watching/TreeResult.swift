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
    /// The highest exact reading over its threads' exit stops.
    var peakRSSBytes: Int?
    var endRSSBytes: Int?
    var peakAnonymousBytes = 0
    var peakFileBytes = 0
    var peakShmemBytes = 0
    var dataBytes = 0
    var io: InputOutput?
    var status: WaitStatus?
    /// The kernel's maximum over all images and reaped children, from approximate counters.
    var lifetimePeakBytes = 0

    init(id: pid_t, hasImage: Bool) {
        self.id = id
        self.hasImage = hasImage
    }

    /// Takes the readings of an exit stop; the last one to be taken is the process's end.
    mutating func take(_ status: MemoryStatus, io: InputOutput?) {
        guard status.peakRSSBytes > 0 else { return }
        parentID = status.parentID
        peakRSSBytes = max(peakRSSBytes ?? 0, status.peakRSSBytes)
        endRSSBytes = status.rssBytes
        peakAnonymousBytes = max(peakAnonymousBytes, status.anonymousBytes)
        peakFileBytes = max(peakFileBytes, status.fileBytes)
        peakShmemBytes = max(peakShmemBytes, status.shmemBytes)
        dataBytes = max(dataBytes, status.dataBytes)
        self.io = io ?? self.io
    }
}

/// Times and transfers of a tree: those of its leader, which include every child that was waited
/// for, and of each orphan.
struct TreeUsage: Sendable {
    var userNanoseconds = 0
    var systemNanoseconds = 0
    var majorFaults = 0
    var readBytes: Int?
    var writtenBytes: Int?

    mutating func add(_ usage: clinux_usage, io: InputOutput?) {
        userNanoseconds += Int(usage.user_ns)
        systemNanoseconds += Int(usage.system_ns)
        majorFaults += Int(usage.major_faults)
        guard let io else { return }
        readBytes = (readBytes ?? 0) + io.readBytes
        writtenBytes = (writtenBytes ?? 0) + io.writtenBytes
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
    /// Whether the leader came to run its program.
    var hasExecuted = false
    /// What kept it from doing so.
    var launchFailure: LaunchFailure?
    var startNanoseconds = 0
    var endNanoseconds = 0
    /// Resident memory that the leader had as a copy of the harness, before it executed.
    var inheritedPeakBytes = 0
    /// Set where nothing was traced: the kernel's maximum as the launcher was told.
    var untracedPeakBytes: Int?

    /// The largest peak of any process of the tree, and how far it can be trusted.
    ///
    /// The high-water mark belongs to an image: a process that executes another program loses the
    /// first one's. The kernel's lifetime maximum then tells whether something higher was lost; for
    /// the leader it also contains what the fork inherited of the harness.
    func peak(sampled: Int) -> ProcessPeak? {
        if let untracedPeakBytes {
            return ProcessPeak(
                bytes: max(untracedPeakBytes, sampled), isExact: false, process: nil)
        }
        let highest = processes.max { ($0.peakRSSBytes ?? 0) < ($1.peakRSSBytes ?? 0) }
        guard let highest, let exact = highest.peakRSSBytes else { return nil }
        var peak = ProcessPeak(bytes: exact, isExact: true, process: highest)
        for process in processes where process.hasUnreadImage || process.peakRSSBytes == nil {
            peak.consider(process, inherited: process.id == leaderID ? inheritedPeakBytes : 0)
        }
        peak.consider(sampled: sampled)
        return peak
    }
}

/// A tree's peak resident memory.
struct ProcessPeak {
    var bytes: Int
    var isExact: Bool
    var process: TracedProcess?

    /// How far the kernel's per-CPU counters may lag behind, with a margin.
    private static let counterSlackBytes = 1 << 20
    /// What a fork of the harness may still touch of its libraries before it executes.
    private static let forkSlackBytes = 16 << 20

    /// Takes a sampled reading into account, which an image that was replaced may have reached. One
    /// within the counters' lag is of the same peak: the high-water mark is noted from them when
    /// memory is given back.
    mutating func consider(sampled: Int) {
        guard sampled > bytes else { return }
        if sampled > bytes + Self.counterSlackBytes {
            self = ProcessPeak(bytes: sampled, isExact: false, process: nil)
        } else {
            bytes = sampled
        }
    }

    /// Takes into account that an earlier image of a process may have peaked higher: the lifetime
    /// maximum says how high at most. What the harness itself may have caused is no peak.
    mutating func consider(_ other: TracedProcess, inherited: Int) {
        let lifetime = other.lifetimePeakBytes
        guard lifetime > bytes + Self.counterSlackBytes else { return }
        if inherited == 0 || lifetime > inherited + Self.forkSlackBytes {
            self = ProcessPeak(bytes: lifetime, isExact: false, process: other)
        } else {
            isExact = false
        }
    }
}
