internal import CGaugePage
import Glibc
import Processes

/// The harness's side of a trial's gauge page: makes it, names the process, reads it.
///
/// @unchecked: the page is shared memory whose every field is read and written atomically, and the
/// pointer never changes after `init`.
final class GaugePage: @unchecked Sendable {
    /// Where the page's file is.
    let path: String
    private let page: UnsafeMutablePointer<gauge_page>

    /// The variable that tells agent and worker where the page is.
    static let variable = GAUGE_PAGE_VARIABLE

    /// Makes an empty page in a file.
    init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MachineError("can't make \(path)", errno: errno) }
        defer { close(descriptor) }
        // Room is taken now: on a full disk the first touch of a sparse page would be a fault.
        let allocation = posix_fallocate(descriptor, 0, off_t(GAUGE_PAGE_BYTES))
        guard allocation == 0 else {
            unlink(path)
            throw MachineError("can't make \(path)", errno: allocation)
        }
        guard
            let mapping = mmap(
                nil, Int(GAUGE_PAGE_BYTES), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            mapping != MAP_FAILED
        else {
            let number = errno
            unlink(path)
            throw MachineError("can't map \(path)", errno: number)
        }
        self.path = path
        page = mapping.bindMemory(to: gauge_page.self, capacity: 1)
        gauge_page_store(&page.pointee.magic, GAUGE_PAGE_MAGIC)
        gauge_page_store(&page.pointee.version, UInt64(GAUGE_PAGE_VERSION))
    }

    deinit {
        munmap(page, Int(GAUGE_PAGE_BYTES))
    }

    /// Names the one process that may write the page.
    func name(process: pid_t) {
        gauge_page_store(&page.pointee.process_id, UInt64(process))
    }

    /// Says how often the agent is to refresh its gauges.
    func setAgentInterval(_ interval: Duration) {
        let (seconds, attoseconds) = interval.components
        gauge_page_store(
            &page.pointee.agent_interval_ns,
            UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000))
    }

    /// The gauges as they are now, or were last before the process died.
    func read() -> GaugeReading {
        // Whatever a measured program wrote, it must not end the harness.
        func value(_ field: UnsafePointer<UInt64>) -> Int { Int(clamping: gauge_page_load(field)) }
        return GaugeReading(
            hasAgent: value(&page.pointee.agent_attached) == 1,
            liveBytes: value(&page.pointee.live_bytes),
            peakLiveBytes: value(&page.pointee.peak_live_bytes),
            hasWorker: value(&page.pointee.worker_attached) == 1,
            unitsDone: value(&page.pointee.units_done),
            unitsFailed: value(&page.pointee.units_failed),
            unitsTotal: value(&page.pointee.units_total))
    }

    /// What the worker said last that it was doing; nil if it said nothing.
    func readPhase() -> String? {
        var name = [CChar](repeating: 0, count: Int(GAUGE_PAGE_PHASE_BYTES))
        gauge_page_get_phase(page, &name)
        return Self.text(name.map { UInt8(bitPattern: $0) })
    }

    /// The version of the jemalloc that the agent found itself beside, as that tells it; nil
    /// without an agent.
    func readAllocatorVersion() -> String? {
        guard gauge_page_load(&page.pointee.agent_attached) == 1 else { return nil }
        return withUnsafeBytes(of: page.pointee.allocator_version) { Self.text(Array($0)) }
    }

    private static func text(_ bytes: [UInt8]) -> String? {
        let bytes = bytes.prefix { $0 != 0 }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

/// One reading of the gauge page.
struct GaugeReading: Sendable {
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
