internal import Glibc
internal import HeapProfile
internal import Synchronization

/// The memory of a profiled process at one moment.
struct MemoryCapture: Sendable {
    /// The time of the reading.
    var takenNanoseconds: Int
    /// The path of the sample table of the program image that ran then.
    var table: String
    var state: MemoryState
}

/// The captures of a trial: each process's last, and the one at the highest resident memory.
///
/// The tracer's thread and the peak reader's thread write to it.
final class MemoryCaptures: Sendable {
    private struct Kept {
        var ends: [pid_t: MemoryCapture] = [:]
        var peak: (process: pid_t, bytes: Int, capture: MemoryCapture)?
    }

    private let kept = Mutex(Kept())

    /// Keeps the memory of a process that is about to end.
    func keepEnd(_ capture: MemoryCapture, of process: pid_t) {
        kept.withLock { $0.ends[process] = capture }
    }

    /// Keeps the memory of a process if it is the highest so far.
    func keepPeak(_ capture: MemoryCapture, of process: pid_t) {
        let bytes = capture.state.residentBytes
        kept.withLock { kept in
            guard bytes > kept.peak?.bytes ?? 0 else { return }
            kept.peak = (process, bytes, capture)
        }
    }

    /// The resident bytes of the highest capture; 0 without one.
    var highestBytes: Int { kept.withLock { $0.peak?.bytes ?? 0 } }

    /// Returns the last capture of a process; `nil` if it ended unseen.
    func end(of process: Int) -> MemoryCapture? {
        kept.withLock { $0.ends[pid_t(process)] }
    }

    /// Returns the highest capture of a process, if it is of the same image as the last one; `nil`
    /// if another process was higher.
    func peak(of process: Int) -> MemoryCapture? {
        kept.withLock { kept in
            let end = kept.ends[pid_t(process)]
            guard let peak = kept.peak, peak.process == pid_t(process),
                end == nil || end?.table == peak.capture.table
            else { return end }
            guard let end, end.state.residentBytes > peak.bytes else { return peak.capture }
            return end
        }
    }
}
