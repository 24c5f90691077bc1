internal import CSampleTable
internal import Glibc
internal import Synchronization

/// A recorder of each allocation site's live bytes when a phase begins, in files beside the table
/// of the sampler that watches this process.
///
/// The kernel copies the table, so that copying allocates nothing that would be counted.
final class SampledPhases: Sendable {
    private let tablePath: String
    private let names = Mutex<[String]>([])

    /// The maximum number of programs that a process runs one after another, each with its own
    /// table.
    private static let imageCountMaximum = 64

    /// Finds the table of this process; `nil` if no sampler watches it.
    ///
    /// - Parameter folder: The folder of the tables, if any.
    init?(folder: String?) {
        guard let folder else { return nil }
        let paths = (0..<Self.imageCountMaximum).map { "\(folder)/\(getpid())-\($0)" }
        guard let last = paths.prefix(while: { access($0, F_OK) == 0 }).last else { return nil }
        tablePath = last
    }

    /// Records the beginning of a phase. A repeated name is the same phase, of which the first
    /// beginning counts. Phases beyond ``SAMPLE_PHASES_MAX`` are ignored.
    func begin(_ name: String) {
        names.withLock { names in
            guard names.count < Int(SAMPLE_PHASES_MAX), !names.contains(name) else { return }
            write(name, to: "\(tablePath).phase\(names.count)")
            names.append(name)
        }
    }

    private func write(_ name: String, to path: String) {
        let table = open(tablePath, O_RDONLY | O_CLOEXEC)
        guard table >= 0 else { return }
        defer { close(table) }
        guard let header: sample_header = Self.read(table, at: 0),
            header.magic == SAMPLE_TABLE_MAGIC, header.layout == sample_table_layout()
        else { return }
        let output = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { return }
        defer { close(output) }
        var phase = Self.phase(name, header: header, table: table)
        let size = MemoryLayout<sample_phase>.size
        guard Glibc.write(output, &phase, size) == size else { return }
        var offset = off_t(sample_table_sites_offset)
        var rest = Int(phase.site_count) * MemoryLayout<sample_site>.stride
        while rest > 0 {
            let count = sendfile(output, table, &offset, rest)
            guard count > 0 else { return }
            rest -= count
        }
    }

    private static func phase(
        _ name: String, header: sample_header, table: Int32
    ) -> sample_phase {
        var phase = sample_phase()
        phase.magic = SAMPLE_PHASE_MAGIC
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        phase.entered_ns = UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
        phase.site_count = min(header.site_count, UInt64(SAMPLE_TABLE_SITES))
        var live = header.live_bytes
        for index in 1..<max(1, min(header.thread_count, UInt64(SAMPLE_TABLE_THREADS))) {
            let place =
                sample_table_threads_offset + index * UInt64(MemoryLayout<sample_thread>.stride)
            let thread: sample_thread? = read(table, at: off_t(place))
            live &+= UInt64(bitPattern: thread?.pending_bytes ?? 0)
        }
        phase.live_bytes = live
        withUnsafeMutableBytes(of: &phase.name) { field in
            for (index, byte) in name.utf8.prefix(field.count - 1).enumerated() {
                field[index] = byte
            }
        }
        return phase
    }

    private static func read<Value: BitwiseCopyable>(_ file: Int32, at offset: off_t) -> Value? {
        withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { buffer in
            let size = MemoryLayout<Value>.size
            guard pread(file, buffer.baseAddress, size, offset) == size else { return nil }
            return buffer[0]
        }
    }
}
