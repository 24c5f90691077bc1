import CGaugePage
import CSampleTable
import Glibc

/// How far the job is: counters and a phase in the gauge page, which survives the worker's death.
///
/// Without a page they go to private memory, so that a job is written once and runs anywhere. May
/// be used from any thread.
package final class TrialProgress: Sendable {
    // Every access goes through the page's atomic operations.
    private nonisolated(unsafe) let page: UnsafeMutablePointer<gauge_page>
    private let byteCount: Int
    /// nil unless a sampler watches this process.
    private let sampledPhases: SampledPhases?

    /// Progress that nobody watches.
    package static func unwatched() -> TrialProgress {
        let page = UnsafeMutablePointer<gauge_page>.allocate(capacity: 1)
        page.initialize(to: gauge_page())
        return TrialProgress(page: page, mappedByteCount: 0)
    }

    /// Progress in the page that the harness named, if it launched this very process.
    ///
    /// A child that merely inherited the variable, or a file that is no gauge page, is left alone.
    package static func watched(pagePath: String?) -> TrialProgress {
        guard let pagePath, let page = map(pagePath) else { return unwatched() }
        let isOurs =
            gauge_page_load(&page.pointee.magic) == GAUGE_PAGE_MAGIC
            && gauge_page_load(&page.pointee.version) == UInt64(GAUGE_PAGE_VERSION)
            && gauge_page_load(&page.pointee.process_id) == UInt64(getpid())
        guard isOurs else {
            munmap(page, Int(GAUGE_PAGE_BYTES))
            return unwatched()
        }
        gauge_page_store(&page.pointee.worker_attached, 1)
        return TrialProgress(page: page, mappedByteCount: Int(GAUGE_PAGE_BYTES))
    }

    /// Progress in the page that the environment names.
    package static func ofThisProcess() -> TrialProgress {
        watched(pagePath: getenv(GAUGE_PAGE_VARIABLE).map { String(cString: $0) })
    }

    private init(page: UnsafeMutablePointer<gauge_page>, mappedByteCount: Int) {
        self.page = page
        self.byteCount = mappedByteCount
        let folder = mappedByteCount > 0 ? getenv(SAMPLE_TABLE_VARIABLE) : nil
        sampledPhases = SampledPhases(folder: folder.map { String(cString: $0) })
    }

    deinit {
        if byteCount > 0 { munmap(page, byteCount) } else { page.deallocate() }
    }

    private static func map(_ path: String) -> UnsafeMutablePointer<gauge_page>? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        // A shorter file would end the worker with a bus error at the first store.
        guard fstat(descriptor, &status) == 0, status.st_size >= Int(GAUGE_PAGE_BYTES) else {
            return nil
        }
        let protection = PROT_READ | PROT_WRITE
        let memory = mmap(nil, Int(GAUGE_PAGE_BYTES), protection, MAP_SHARED, descriptor, 0)
        guard let memory, memory != MAP_FAILED else { return nil }
        return memory.assumingMemoryBound(to: gauge_page.self)
    }

    /// Counts units that are done.
    package func advance(_ count: Int = 1) {
        gauge_page_add(&page.pointee.units_done, UInt64(count))
    }

    /// Counts rejected units; ``RejectedUnits`` does it for what it is given.
    package func reject(_ count: Int = 1) {
        gauge_page_add(&page.pointee.units_failed, UInt64(count))
    }

    /// Says how many units there are, once that is known.
    package func expect(_ count: Int) {
        gauge_page_store(&page.pointee.units_total, UInt64(count))
    }

    /// Says what the job is doing now, in a word or two; up to 63 bytes are kept. One thread only.
    ///
    /// In a profiled trial it is noted what each allocation site holds: a profile tells what grew between
    /// two phases.
    package func phase(_ name: String) {
        gauge_page_set_phase(page, name)
        sampledPhases?.begin(name)
    }

    /// Units done so far.
    package var unitsDone: Int {
        Int(gauge_page_load(&page.pointee.units_done))
    }

    /// Units rejected so far.
    package var unitsRejected: Int {
        Int(gauge_page_load(&page.pointee.units_failed))
    }
}
