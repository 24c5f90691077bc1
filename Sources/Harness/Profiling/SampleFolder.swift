internal import CSampleTable
internal import Files
internal import Glibc
internal import HeapProfile
internal import Processes

/// The folder with the sample tables that processes of a profiled trial leave, named `PID-N`, and
/// the harness's own readings of their memory.
struct SampleFolder: Sendable {
    /// The path of the folder.
    let path: String
    /// The bytes between two samples, at the start.
    let intervalBytes: Int
    let captures = MemoryCaptures()

    /// Creates the folder.
    init(creating path: String, intervalBytes: Int) throws {
        self.path = path
        self.intervalBytes = intervalBytes
        try Directory.make(path)
    }

    /// Sets the sampler's environment variables.
    func apply(to environment: inout [String: String]) {
        environment[SAMPLE_TABLE_VARIABLE] = path
        environment[SAMPLE_TABLE_INTERVAL_VARIABLE] = "\(intervalBytes)"
        // Python's own allocator takes arenas for all of its objects, which hides their creators.
        environment["PYTHONMALLOC"] = environment["PYTHONMALLOC"] ?? "malloc"
    }

    /// Creates the table of the launched process, including its always-used pages: they belong to
    /// the harness and are not charged to any budget.
    func makeTable(of process: pid_t) throws {
        let file = try OpenFile("\(path)/\(process)-0", O_WRONLY | O_CREAT | O_EXCL, to: .write)
        try file.truncate(to: SampleTable.fileBytes)
        for start in Self.usedFrom { try fill(file, from: Int(start)) }
    }

    private static let usedFrom = [
        0, sample_table_threads_offset, sample_table_sites_offset, sample_table_frames_offset,
    ]
    private static let usedBytes = 64 << 10
    private static let pageBytes = 4096

    /// Writes a page at a time, because the kernel maps together what is written together.
    private func fill(_ file: borrowing OpenFile, from start: Int) throws {
        let page = [UInt8](repeating: 0, count: Self.pageBytes)
        for offset in stride(from: start, to: start + Self.usedBytes, by: Self.pageBytes) {
            try file.write(page, at: offset)
        }
    }

    /// Returns the contents of a process's last table; `nil` if it was not profiled.
    func table(of process: Int) -> [UInt8]? {
        tablePath(of: process).flatMap { try? OpenFile(reading: $0).readAll() }
    }

    /// Returns the path of a process's last table; `nil` if it is not profiled.
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
