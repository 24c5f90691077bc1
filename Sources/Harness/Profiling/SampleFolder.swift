internal import CSampleTable
internal import Files
internal import Glibc
internal import HeapProfile
internal import Processes

/// The folder in which the processes of a profiled trial leave their sample tables, `PID-N`, and what the
/// harness read of their memory meanwhile.
struct SampleFolder: Sendable {
    /// Where it is.
    let path: String
    /// Bytes between two samples, at the start.
    let intervalBytes: Int
    private let captures = MemoryCaptures()

    /// Makes the folder.
    init(creating path: String, intervalBytes: Int) throws {
        self.path = path
        self.intervalBytes = intervalBytes
        try Directory.make(path)
    }

    /// Tells the sampler.
    func apply(to environment: inout [String: String]) {
        environment[SAMPLE_TABLE_VARIABLE] = path
        environment[SAMPLE_TABLE_INTERVAL_VARIABLE] = "\(intervalBytes)"
        // Python's own allocator takes arenas for all of its objects, which hides who made them.
        environment["PYTHONMALLOC"] = environment["PYTHONMALLOC"] ?? "malloc"
    }

    /// Makes the table of the launched process, with those pages that are always used: they are ours,
    /// and charged to nobody's budget.
    func makeTable(of process: pid_t) throws {
        let file = try OpenFile("\(path)/\(process)-0", O_WRONLY | O_CREAT | O_EXCL, to: .write)
        try file.truncate(to: Int(sample_table_bytes))
        for start in Self.usedFrom { try fill(file, from: Int(start)) }
    }

    private static let usedFrom = [
        0, sample_table_threads_offset, sample_table_sites_offset, sample_table_frames_offset,
    ]
    private static let usedBytes = 64 << 10
    private static let pageBytes = 4096

    /// A page at a time: what is written at once the kernel maps at once.
    private func fill(_ file: borrowing OpenFile, from start: Int) throws {
        let page = [UInt8](repeating: 0, count: Self.pageBytes)
        for offset in stride(from: start, to: start + Self.usedBytes, by: Self.pageBytes) {
            try file.write(page, at: offset)
        }
    }

    /// Keeps the memory of a process that is about to end, if it is profiled.
    func captureEnd(of process: pid_t) {
        guard let capture = capture(process) else { return }
        captures.keepEnd(capture, of: process)
    }

    /// Keeps the memory of the largest process, if it is profiled and higher than before.
    func considerPeak(of process: pid_t, bytes: Int, at now: Int) {
        captures.consider(process, bytes: bytes, at: now, read: capture)
    }

    private func capture(_ process: pid_t) -> MemoryCapture? {
        guard let contents = table(of: Int(process)),
            let own = SampleTable.programMaps(in: contents),
            let maps = readText("/proc/\(process)/smaps"), !maps.isEmpty
        else { return nil }
        let residents = own.map { map in
            (
                map.start,
                PageMap.residentBytes(of: process, from: map.start, bytes: map.bytes) ?? 0
            )
        }
        return MemoryCapture(
            maps: maps, table: contents,
            mapResidents: Dictionary(residents) { first, _ in first })
    }

    /// The last capture of a process; nil if it ended unseen.
    func end(of process: Int) -> MemoryCapture? { captures.end(of: process) }

    /// The capture of a process at its highest resident memory; nil if another was higher.
    func peak(of process: Int) -> MemoryCapture? { captures.peak(of: process) }

    /// The contents of the last table of a process; nil if it was not profiled.
    func table(of process: Int) -> [UInt8]? {
        var last: String?
        for image in 0... {
            let file = "\(path)/\(process)-\(image)"
            guard access(file, F_OK) == 0 else { break }
            last = file
        }
        return last.flatMap { try? OpenFile(reading: $0).readAll() }
    }

    /// Every process that left a table.
    var processes: [Int] {
        directoryEntries(path).filter { $0.hasSuffix("-0") }.compactMap { Int($0.dropLast(2)) }
            .sorted()
    }
}
