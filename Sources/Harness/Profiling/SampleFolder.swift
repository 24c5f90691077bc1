internal import CSampleTable
internal import Files
internal import Glibc
internal import HeapProfile
internal import Processes

/// The folder in which the processes of a profiled trial leave their sample tables, `PID-N`, and what the
/// harness reads of their memory meanwhile.
struct SampleFolder: Sendable {
    /// Where it is.
    let path: String
    /// Bytes between two samples, at the start.
    let intervalBytes: Int
    let captures = MemoryCaptures()

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

    /// The contents of the last table of a process; nil if it was not profiled.
    func table(of process: Int) -> [UInt8]? {
        tablePath(of: process).flatMap { try? OpenFile(reading: $0).readAll() }
    }

    /// The last table of a process; nil if it is not profiled.
    func tablePath(of process: Int) -> String? {
        var last: String?
        for image in 0... {
            let file = "\(path)/\(process)-\(image)"
            guard access(file, F_OK) == 0 else { break }
            last = file
        }
        return last
    }

    /// Every process that left a table.
    var processes: [Int] {
        directoryEntries(path).filter { $0.hasSuffix("-0") }.compactMap { Int($0.dropLast(2)) }
            .sorted()
    }
}
