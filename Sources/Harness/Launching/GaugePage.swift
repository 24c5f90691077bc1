internal import CGaugePage
import Files
package import Glibc
package import HeapProfile
import Processes
import Synchronization

/// The harness's side of a trial's gauge page: creates it, names its writer, and reads it.
///
/// The page is read and written as a file, not mapped: the measured program may truncate the file,
/// and access to a mapping would then kill the harness. The kernel copies aligned words whole, so
/// each value read is one that was written.
///
/// ```swift
/// let page = try GaugePage(path: "/tmp/gauges")
/// let reading = page.read()
/// ```
package final class GaugePage: Sendable {
    /// The path of the page's file.
    let path: String
    private let descriptor: Int32
    private let images = Mutex(ProgramImages())

    /// The environment variable that holds the path, for the agent and the worker.
    static let variable = GAUGE_PAGE_VARIABLE

    /// Creates an empty page in a file that only this user can open.
    package init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MachineError("can't create \(path)", errno: errno) }
        self.path = path
        // The measured process opens the file by name.
        giveBackToOwner(descriptor)
        // Reserve the space now: on a full disk, the first access to a sparse page would fail.
        let allocation = posix_fallocate(descriptor, 0, off_t(GAUGE_PAGE_BYTES))
        guard allocation == 0 else {
            unlink(path)
            throw MachineError("can't create \(path)", errno: allocation)
        }
        store(GAUGE_PAGE_MAGIC, at: \.magic)
        store(UInt64(GAUGE_PAGE_VERSION), at: \.version)
    }

    deinit {
        close(descriptor)
    }

    /// Sets the one process that may write the page.
    func name(process: pid_t) {
        store(UInt64(process), at: \.process_id)
    }

    /// Sets the interval at which the agent refreshes its gauges.
    func setAgentInterval(_ interval: Duration) {
        let (seconds, attoseconds) = interval.components
        store(
            UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000),
            at: \.agent_interval_ns)
    }

    /// Writes one word; a truncated page is restored first, without its old values.
    private func store(_ value: UInt64, at field: PartialKeyPath<gauge_page>) {
        guard let offset = MemoryLayout<gauge_page>.offset(of: field) else {
            preconditionFailure("a field of a C structure has an offset")
        }
        var value = value
        _ = retried { pwrite(descriptor, &value, MemoryLayout<UInt64>.size, off_t(offset)) }
    }

    /// Returns the current page; `nil` if the program truncated it.
    private func load() -> gauge_page? {
        var page = gauge_page()
        let size = MemoryLayout<gauge_page>.size
        let count = withUnsafeMutableBytes(of: &page) { bytes in
            retried { pread(descriptor, bytes.baseAddress, size, 0) }
        }
        return count == size && page.magic == GAUGE_PAGE_MAGIC ? page : nil
    }

    // MARK: Images

    /// Records that the process is about to run another program, which may not contain the agent.
    func beginImage() {
        let isAttached = load()?.agent_attached == 1
        images.withLock { $0.begin(wasAttached: isAttached) }
        store(0, at: \.agent_attached)
    }

    /// Records the program image that a process runs, for trees whose executions are not reported.
    ///
    /// - Parameter parent: The process whose image `process` has until it executes a program.
    func noteImage(of process: pid_t, startedBy parent: pid_t) {
        guard let page = load(), let running = readImage(of: process),
            running != readImage(of: parent)
        else { return }
        images.withLock { images in
            images.note(running: running, attached: page.agent_attached == 1 ? page.image : nil)
        }
    }

    // MARK: Reading

    /// Returns the current gauges, or the last ones before the process died.
    package func read() -> GaugeReading {
        guard let page = load() else { return GaugeReading() }
        let hasAgent = page.agent_attached == 1 && images.withLock { !$0.lackedAgent }
        return GaugeReading(
            hasAgent: hasAgent,
            liveBytes: Self.plausible(page.live_bytes),
            peakLiveBytes: Self.plausible(page.peak_live_bytes),
            hasWorker: page.worker_attached == 1,
            unitsDone: Self.plausible(page.units_done),
            unitsFailed: Self.plausible(page.units_failed),
            unitsTotal: Self.plausible(page.units_total))
    }

    /// Returns the latest page figures of jemalloc in a process; `nil` if the agent is not in that
    /// process.
    package func jemallocPages(of process: pid_t) -> JemallocPages? {
        guard let page = load(), page.agent_attached == 1, page.process_id == UInt64(process) else {
            return nil
        }
        return JemallocPages(
            metadataBytes: Self.plausible(page.metadata_bytes),
            activeBytes: Self.plausible(page.active_bytes),
            residentBytes: Self.plausible(page.resident_bytes))
    }

    /// The maximum of any count read: whatever a measured program wrote, sums and products of a few
    /// figures must not overflow, and JSON must be able to hold them.
    static let maximum = 1 << 53

    private static func plausible(_ value: UInt64) -> Int { Int(min(value, UInt64(maximum))) }

    /// Returns the phase that the worker reported last; `nil` if it reported none.
    package func readPhase() -> String? {
        // The sequence number is odd while the name is written, and changes with every write.
        var last: String?
        for _ in 0..<64 {
            guard let page = load() else { return last }
            last = withUnsafeBytes(of: page.phase) { Self.text($0.dropLast()) }
            if page.phase_sequence % 2 == 0, load()?.phase_sequence == page.phase_sequence {
                break
            }
        }
        return last
    }

    /// Returns the version of jemalloc, as it reports itself to the agent; `nil` without an agent.
    package func readAllocatorVersion() -> String? {
        guard let page = load(), page.agent_attached == 1 else { return nil }
        return withUnsafeBytes(of: page.allocator_version) { Self.text($0[...]) }
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String? {
        let bytes = bytes.prefix { $0 != 0 }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

/// One reading of the gauge page.
package struct GaugeReading: Sendable {
    /// Whether the agent is in the program and was in each one that the process ran before.
    var hasAgent = false
    var liveBytes = 0
    var peakLiveBytes = 0
    var hasWorker = false
    var unitsDone = 0
    var unitsFailed = 0
    var unitsTotal = 0

    /// The number of units done or rejected; `nil` if the command counts none.
    var unitCount: Int? { hasWorker ? unitsDone &+ unitsFailed : nil }
}
