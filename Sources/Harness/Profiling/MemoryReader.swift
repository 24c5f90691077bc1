internal import Files
internal import Glibc
internal import HeapProfile
internal import Processes

/// A reader of the memory of profiled processes while they run.
///
/// The main cost is a walk of their page tables: only the used part of a sample table is read.
struct MemoryReader: Sendable {
    let samples: SampleFolder
    let page: GaugePage

    /// The maximum change during a reading, as a share of resident memory; beyond it, the reading
    /// is inconsistent.
    private static let changeShareMaximum = 0.04
    /// The maximum number of attempts at a consistent reading.
    private static let attemptCount = 3

    /// Keeps the memory of a process that is about to end, if it is profiled.
    ///
    /// - Parameter thread: A thread that has not ended; /proc shows no memory of others.
    func captureEnd(of process: pid_t, thread: pid_t) {
        guard let capture = capture(process, thread: thread)?.capture else { return }
        samples.captures.keepEnd(capture, of: process)
    }

    /// Keeps the memory of a process if it is profiled and higher than any before.
    func capturePeak(of process: pid_t, thread: pid_t, above bytes: Int) {
        let gauge = ResidentGauge(thread: thread, of: process, staysOpen: false)
        for _ in 0..<Self.attemptCount {
            guard case .success(let resident) = gauge.read(), resident.resident > bytes,
                let (capture, changedBytes, isComplete) = capture(process, thread: thread),
                isComplete
            else { return }
            let most = Self.changeShareMaximum * Double(capture.state.residentBytes)
            if Double(changedBytes) <= most {
                return samples.captures.keepPeak(capture, of: process)
            }
        }
    }

    /// Returns a reading, the bytes by which the heap and the program's maps changed during it, and
    /// whether the process lived until its end.
    private func capture(
        _ process: pid_t, thread: pid_t
    ) -> (capture: MemoryCapture, changedBytes: Int, isComplete: Bool)? {
        guard let path = samples.tablePath(of: Int(process)), let table = TableFile(path),
            let before = HeapState(table.part)
        else { return nil }
        let jemalloc = page.jemallocPages(of: process)
        let now = monotonicNanoseconds()
        guard let maps = readText("/proc/\(process)/task/\(thread)/smaps"), !maps.isEmpty,
            var heap = HeapState(table.part)
        else { return nil }
        let changedBytes = heap.changedBytes(since: before)
        heap.liveBytes = (heap.liveBytes + before.liveBytes) / 2
        let regions = MemoryRegion.all(parsing: maps)
        let residents = MapResidents(of: heap.programMaps, in: regions, thread: thread)
        let capture = MemoryCapture(
            takenNanoseconds: now, table: path,
            state: MemoryState(
                regions: regions, heap: heap,
                mapResidents: residents.byRegion, mapSums: residents.byFrame, jemalloc: jemalloc,
                samplerFolder: samples.path))
        return (capture, changedBytes, residents.isComplete)
    }
}

/// An open sample table.
private final class TableFile {
    private let file: OpenFile

    init?(_ path: String) {
        guard let file = try? OpenFile(reading: path) else { return nil }
        self.file = file
    }

    /// Returns a part of the table; empty if it can't be read.
    func part(from offset: Int, byteCount: Int) -> [UInt8] {
        (try? file.read(byteCount: byteCount, at: offset)) ?? []
    }
}
