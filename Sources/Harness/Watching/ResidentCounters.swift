import Glibc

/// The error of the kernel's counters of resident memory, by kernel and machine.
///
/// The kernel counts file-backed, anonymous and shared pages apart, and doesn't add every page at
/// once. Since Linux 6.2 each processor collects a batch of pages per counter first
/// (`percpu_counter_batch` in lib/percpu_counter.c). Before that each thread collected what its last
/// 64 page faults mapped (`TASK_RSS_EVENTS_THRESH` in mm/memory.c), which is up to 16 file pages a
/// fault. High-water marks are noted from these counters whenever memory is given back, so that a
/// peak which was released may read low by what was not yet added.
struct ResidentCounters: Equatable, Sendable {
    /// Where pages are collected.
    enum Cache: Sendable {
        case perProcessor
        case perThread
    }

    /// Where pages are collected before they are counted.
    let cache: Cache
    /// Whether /proc adds up what is not counted yet, so that memory which is still there reads
    /// exactly: since Linux 6.16 ("mm: fix the inaccurate memory statistics issue for users").
    let readsExactly: Bool
    /// The processors that are switched on.
    let onlineProcessorCount: Int
    private let pageBytes: Int

    /// File-backed, anonymous and shared.
    private static let counterCount = 3
    private static let smallestBatchPages = 32
    private static let entriesPerThread = 64
    private static let pagesPerEntry = 16

    /// Those of this machine.
    static let system = ResidentCounters(
        kernelRelease: MachineFacts.kernelRelease,
        onlineProcessorCount: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
        pageBytes: sysconf(Int32(_SC_PAGESIZE)))

    /// Those of a kernel by its release, `6.1.0-18-cloud-amd64`; one that can't be read is taken for
    /// the worst.
    init(kernelRelease: String, onlineProcessorCount: Int, pageBytes: Int) {
        let numbers = kernelRelease.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        let version = (numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
        cache = version >= (6, 2) ? .perProcessor : .perThread
        readsExactly = version >= (6, 16)
        self.onlineProcessorCount = onlineProcessorCount
        self.pageBytes = pageBytes
    }

    /// The most by which a high-water mark may be off, in bytes.
    ///
    /// - Parameters:
    ///   - processorCount: The processors that the process may run on.
    ///   - threadCount: The threads that it had at once, at most.
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
