import Glibc

/// The error of the kernel's counters of resident memory, by kernel and machine.
///
/// The kernel counts file-backed, anonymous and shared pages separately, and doesn't add every page
/// at once. Since Linux 6.2, each processor first collects a batch of pages per counter
/// (`percpu_counter_batch` in lib/percpu_counter.c). Before that, each thread collected the pages
/// of its last 64 page faults (`TASK_RSS_EVENTS_THRESH` in mm/memory.c), each of which may map 16
/// file pages. High-water marks are taken from these counters whenever memory is released, so a
/// released peak may read too low by the pages not yet added.
struct ResidentCounters: Equatable, Sendable {
    /// The unit that collects pages before they are counted.
    enum Cache: Sendable {
        case perProcessor
        case perThread
    }

    /// The unit that collects pages before they are counted.
    let cache: Cache
    /// Whether /proc includes uncounted pages, so that memory that still exists reads exactly:
    /// since Linux 6.16 ("mm: fix the inaccurate memory statistics issue for users").
    let readsExactly: Bool
    /// The number of online processors.
    let onlineProcessorCount: Int
    private let pageBytes: Int

    /// The number of counters: file-backed, anonymous and shared.
    private static let counterCount = 3
    private static let smallestBatchPages = 32
    private static let entriesPerThread = 64
    private static let pagesPerEntry = 16

    /// The counters of this machine.
    static let system = ResidentCounters(
        kernelRelease: MachineFacts.kernelRelease,
        onlineProcessorCount: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
        pageBytes: sysconf(Int32(_SC_PAGESIZE)))

    /// Creates the counters of a kernel by its release, such as `6.1.0-18-cloud-amd64`; an
    /// unreadable release counts as the worst.
    init(kernelRelease: String, onlineProcessorCount: Int, pageBytes: Int) {
        let numbers = kernelRelease.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        let version = (numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
        cache = version >= (6, 2) ? .perProcessor : .perThread
        readsExactly = version >= (6, 16)
        self.onlineProcessorCount = onlineProcessorCount
        self.pageBytes = pageBytes
    }

    /// Returns the maximum error of a high-water mark, in bytes.
    ///
    /// - Parameters:
    ///   - processorCount: The number of processors that the process may run on.
    ///   - threadCount: The maximum number of threads that it had at once.
    func errorBytes(processorCount: Int, threadCount: Int) -> Int {
        switch cache {
        case .perProcessor:
            let batchPages = max(Self.smallestBatchPages, 2 * onlineProcessorCount)
            let processors = min(processorCount, onlineProcessorCount)
            return Self.counterCount * batchPages * processors * pageBytes
        case .perThread:
            return Self.entriesPerThread * Self.pagesPerEntry * threadCount * pageBytes
        }
    }
}
