import CGaugePage
import CSampleTable
import Glibc

/// The job's progress: counters and a phase in the gauge page, which survives the worker's death.
///
/// ```swift
/// let progress = TrialProgress.ofThisProcess()
/// progress.phase("read")
/// progress.advance(1000)
/// ```
///
/// Without a page, progress goes to private memory, so that the same job runs anywhere. May be used
/// from any thread.
package final class TrialProgress: Sendable {
    // Every access uses the page's atomic operations.
    private nonisolated(unsafe) let page: UnsafeMutablePointer<gauge_page>
    private let byteCount: Int
    /// The recorder of phases; `nil` unless a sampler watches this process.
    private let sampledPhases: SampledPhases?

    /// Creates progress that nobody watches.
    package static func unwatched() -> TrialProgress {
        let page = UnsafeMutablePointer<gauge_page>.allocate(capacity: 1)
        page.initialize(to: gauge_page())
        return TrialProgress(page: page, mappedByteCount: 0)
    }

    /// Creates progress in the gauge page at a path, if the harness launched this very process.
    ///
    /// A variable inherited by a child, or a file that isn't a gauge page, is ignored.
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

    /// Creates progress in the gauge page that the environment names.
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
        // A shorter file would kill the worker with a bus error at the first store.
        guard fstat(descriptor, &status) == 0, status.st_size >= Int(GAUGE_PAGE_BYTES) else {
            return nil
        }
        let protection = PROT_READ | PROT_WRITE
        let memory = mmap(nil, Int(GAUGE_PAGE_BYTES), protection, MAP_SHARED, descriptor, 0)
        guard let memory, memory != MAP_FAILED else { return nil }
        return memory.assumingMemoryBound(to: gauge_page.self)
    }

    /// Counts finished units.
    package func advance(_ count: Int = 1) {
        gauge_page_add(&page.pointee.units_done, UInt64(count))
    }

    /// Counts rejected units; ``RejectedUnits`` calls it for units it is given.
    package func reject(_ count: Int = 1) {
        gauge_page_add(&page.pointee.units_failed, UInt64(count))
    }

    /// Sets the total number of units, once it is known.
    package func expect(_ count: Int) {
        gauge_page_store(&page.pointee.units_total, UInt64(count))
    }

    /// Sets the current phase, in a word or two; up to 63 bytes are kept. One thread only.
    ///
    /// In a profiled trial, the live bytes of each allocation site are recorded, so that a profile
    /// can show the growth between two phases.
    package func phase(_ name: String) {
        gauge_page_set_phase(page, name)
        sampledPhases?.begin(name)
    }

    /// The number of finished units.
    package var unitsDone: Int {
        Int(gauge_page_load(&page.pointee.units_done))
    }

    /// The number of rejected units.
    package var unitsRejected: Int {
        Int(gauge_page_load(&page.pointee.units_failed))
    }
}
