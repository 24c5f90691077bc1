internal import Glibc
internal import HeapProfile
internal import Processes
internal import Synchronization

/// The memory of a profiled process at one moment, as it was read.
struct MemoryCapture: Sendable {
    /// The text of its `smaps`.
    var maps: String
    /// The sampler's table.
    var table: [UInt8]
    /// Resident bytes of the program's own anonymous maps, by their start.
    var mapResidents: [UInt64: Int]

    /// The state that a breakdown is made of; nil if the table can't be read.
    func state(allocatorMetadataBytes: Int?, samplerFolder: String) -> MemoryState? {
        SampleTable(table).map { table in
            MemoryState(
                regions: MemoryRegion.all(parsing: maps), table: table,
                mapResidents: mapResidents, allocatorMetadataBytes: allocatorMetadataBytes,
                samplerFolder: samplerFolder)
        }
    }
}

/// The captures of a trial: each process's last, and the one at the highest resident memory.
///
/// The tracer's thread and the watching one write it.
final class MemoryCaptures: Sendable {
    private struct Kept {
        var ends: [pid_t: MemoryCapture] = [:]
        var peak: (process: pid_t, bytes: Int, capture: MemoryCapture)?
        var pace = Pace(minimumNanoseconds: 1_000_000, pausePerCost: 30)
    }

    private let kept = Mutex(Kept())

    /// Less of a rise is not worth another look.
    private static let riseShare = 0.01

    /// Keeps the memory of a process that is about to end.
    func keepEnd(_ capture: MemoryCapture, of process: pid_t) {
        kept.withLock { $0.ends[process] = capture }
    }

    /// Has the memory of the largest process read if it is a new peak, at a few hundredths of a core.
    func consider(
        _ process: pid_t, bytes: Int, at now: Int, read: (pid_t) -> MemoryCapture?
    ) {
        kept.withLock { kept in
            let last = Double(kept.peak?.bytes ?? 0)
            guard Double(bytes) > last * (1 + Self.riseShare) else { return }
            guard let capture = kept.pace.run(at: now, { read(process) }) ?? nil else { return }
            kept.peak = (process, bytes, capture)
        }
    }

    /// The last capture of a process.
    func end(of process: Int) -> MemoryCapture? {
        kept.withLock { $0.ends[pid_t(process)] }
    }

    /// The capture of a process at its highest; nil if another process was higher.
    func peak(of process: Int) -> MemoryCapture? {
        kept.withLock { kept in
            kept.peak.flatMap { $0.process == pid_t(process) ? $0.capture : nil }
        }
    }
}
