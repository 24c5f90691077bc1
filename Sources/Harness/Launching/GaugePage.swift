internal import CGaugePage
import Files
package import Glibc
package import HeapProfile
import Processes
import Synchronization

/// The harness's side of a trial's gauge page: makes it, names the process, reads it.
///
/// It is read and written as a file, not mapped: the measured program may cut the file off, and a
/// mapping would then end the harness. The kernel copies aligned words whole, so that each value is one
/// that was written.
package final class GaugePage: Sendable {
    /// Where the page's file is.
    let path: String
    private let descriptor: Int32
    private let images = Mutex(ProgramImages())

    /// The variable that tells agent and worker where the page is.
    static let variable = GAUGE_PAGE_VARIABLE

    /// Creates an empty page in a file of this user's alone.
    package init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MachineError("can't make \(path)", errno: errno) }
        self.path = path
        // The measured process opens it by its name.
        giveBackToOwner(descriptor)
        // Room is taken now: on a full disk the first touch of a sparse page would be a fault.
        let allocation = posix_fallocate(descriptor, 0, off_t(GAUGE_PAGE_BYTES))
        guard allocation == 0 else {
            unlink(path)
            throw MachineError("can't make \(path)", errno: allocation)
        }
        store(GAUGE_PAGE_MAGIC, at: \.magic)
        store(UInt64(GAUGE_PAGE_VERSION), at: \.version)
    }

    deinit {
        close(descriptor)
    }

    /// Names the one process that may write the page.
    func name(process: pid_t) {
        store(UInt64(process), at: \.process_id)
    }

    /// Says how often the agent is to refresh its gauges.
    func setAgentInterval(_ interval: Duration) {
        let (seconds, attoseconds) = interval.components
        store(
            UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000),
            at: \.agent_interval_ns)
    }

    /// Writes one word; a program that cut its page off gets it back, with nothing on it.
    private func store(_ value: UInt64, at field: PartialKeyPath<gauge_page>) {
        guard let offset = MemoryLayout<gauge_page>.offset(of: field) else {
            preconditionFailure("a field of a C structure has an offset")
        }
        var value = value
        _ = retried { pwrite(descriptor, &value, MemoryLayout<UInt64>.size, off_t(offset)) }
    }

    /// The page now; nil if the program cut it off.
    private func load() -> gauge_page? {
        var page = gauge_page()
        let size = MemoryLayout<gauge_page>.size
        let count = withUnsafeMutableBytes(of: &page) { bytes in
            retried { pread(descriptor, bytes.baseAddress, size, 0) }
        }
        return count == size && page.magic == GAUGE_PAGE_MAGIC ? page : nil
    }

    // MARK: Images

    /// Takes note that the process is about to run another program: it is not known yet whether the
    /// agent is in that.
    func beginImage() {
        let isAttached = load()?.agent_attached == 1
        images.withLock { $0.begin(wasAttached: isAttached) }
        store(0, at: \.agent_attached)
    }

    /// Takes note of the program image that a process runs, where nobody announces executions.
    ///
    /// - Parameter parent: Whose image it has before it executes a program.
    func noteImage(of process: pid_t, startedBy parent: pid_t) {
        guard let page = load(), let running = readImage(of: process),
            running != readImage(of: parent)
        else { return }
        images.withLock { images in
            images.note(running: running, attached: page.agent_attached == 1 ? page.image : nil)
        }
    }

    // MARK: Reading

    /// The gauges as they are now, or were last before the process died.
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

    /// The last that jemalloc told of its pages in a process; nil if no agent is in that.
    package func jemallocPages(of process: pid_t) -> JemallocPages? {
        guard let page = load(), page.agent_attached == 1, page.process_id == UInt64(process) else {
            return nil
        }
        return JemallocPages(
            metadataBytes: Self.plausible(page.metadata_bytes),
            activeBytes: Self.plausible(page.active_bytes),
            residentBytes: Self.plausible(page.resident_bytes))
    }

    /// The most that is read of any count: whatever a measured program wrote, sums and products of
    /// a few figures must not overflow, and JSON must hold them.
    static let maximum = 1 << 53

    private static func plausible(_ value: UInt64) -> Int { Int(min(value, UInt64(maximum))) }

    /// What the worker said last that it was doing; nil if it said nothing.
    package func readPhase() -> String? {
        // The sequence is odd while the name is written, and other than before once it was.
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

    /// The version of the jemalloc that the agent found itself beside, as that tells it; nil
    /// without an agent.
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
    /// Whether the agent is in the program, and was in each that the process ran before.
    var hasAgent = false
    var liveBytes = 0
    var peakLiveBytes = 0
    var hasWorker = false
    var unitsDone = 0
    var unitsFailed = 0
    var unitsTotal = 0

    /// Units that are done or rejected; nil if the command counts none.
    var unitCount: Int? { hasWorker ? unitsDone &+ unitsFailed : nil }
}
