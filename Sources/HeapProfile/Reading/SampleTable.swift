internal import CSampleTable
internal import Glibc

/// The sampler's records of one program image, as read from its table.
///
/// ```swift
/// import Foundation
///
/// let file = try Data(contentsOf: URL(filePath: "table"))
/// if let table = SampleTable([UInt8](file)) { print(table.peakLiveBytes) }
/// ```
package struct SampleTable: Sendable {
    /// The sampled blocks of one stack.
    package struct Site: Sendable {
        /// The return addresses, innermost first.
        package var stack: [UInt64]
        /// The live memory at the end.
        package var atEnd: HeapProfile.Sum
        /// The live memory at the peak.
        package var atPeak: HeapProfile.Sum
        /// All memory allocated during the run.
        package var total: HeapProfile.Sum
        /// The estimated number of allocated blocks.
        package var totalCount: Double
        /// The estimated number of blocks that were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// The number of stacks read in each way.
    package struct StackCounts: Sendable {
        /// Stacks read with the sampler's cached unwind tables.
        package var walked = 0
        /// Stacks read by the unwinder.
        package var unwound = 0
        /// Stacks in ``walked`` that the unwinder read differently; 0 unless the sampler was asked
        /// to check.
        package var differing = 0
    }

    /// The process ID.
    package internal(set) var processID: Int
    /// The start of the process, on the monotonic clock, in nanoseconds.
    package internal(set) var startedNanoseconds: UInt64
    /// The sampling interval at the end, in bytes; it grows while sampling is too expensive.
    package internal(set) var intervalBytes: Int
    /// The sampling interval at the start, in bytes.
    package internal(set) var firstIntervalBytes: Int
    /// The highest number of live bytes.
    package internal(set) var peakLiveBytes: Int
    /// The bytes allocated during the run.
    package internal(set) var totalBytes: Int
    /// The number of blocks allocated during the run.
    package internal(set) var totalCount: Int
    /// The number of threads that allocated.
    package internal(set) var threadCount: Int
    /// The number of samples lost because the table was full.
    package internal(set) var lostSampleCount: Int
    /// The number of maps lost because the table was full.
    package internal(set) var lostMapCount = 0
    /// The CPU time spent on sampling.
    package internal(set) var samplingNanoseconds: Int
    /// The number of stacks read in each way.
    package internal(set) var stackCounts = StackCounts()
    /// Whether the program ended by exiting.
    package internal(set) var hasEnded: Bool
    /// The stacks with sampled blocks.
    package internal(set) var sites: [Site]
    /// The heap at the end.
    package internal(set) var heap: HeapState
    private let stacks: SampledStacks

    /// The counted live bytes at the end.
    package var endLiveBytes: Int { heap.liveBytes }

    /// The maximum error of the peak: 0 with a single thread, otherwise the bytes that each thread
    /// may have counted but not yet reported.
    package var liveErrorBytes: Int { threadCount > 1 ? threadCount << 16 : 0 }

    /// Returns the return addresses from a frame outwards, given the frame's number in a heap's
    /// state.
    package func stack(of frame: UInt32) -> [UInt64] { stacks.addresses(from: frame) }

    /// Parses the contents of a table's file; `nil` if it is not a table, or was never started.
    package init?(_ contents: [UInt8]) {
        guard contents.count >= Self.fileBytes else { return nil }
        self.init(TableView { offset, byteCount in Array(contents[offset..<offset + byteCount]) })
    }

    private init?(_ view: TableView) {
        guard let header = view.header else { return nil }
        let threads = view.threads(header)
        let live = Int(truncatingIfNeeded: header.live_bytes)
        processID = plausible(header.process_id)
        startedNanoseconds = header.started_ns
        intervalBytes = max(1, plausible(header.interval_bytes))
        firstIntervalBytes = max(1, plausible(header.first_interval_bytes))
        // A thread's last maximum may not have reached the header.
        let high = threads.reduce(0) { max($0, Int($1.pending_peak_bytes)) }
        peakLiveBytes = max(plausible(header.peak_live_bytes), plausible(live &+ high))
        totalBytes = threads.reduce(0) { plausible($0 + plausible($1.allocated_bytes)) }
        totalCount = threads.reduce(0) { plausible($0 + plausible($1.allocation_count)) }
        threadCount = threads.count
        lostSampleCount = plausible(header.lost_sample_count)
        lostMapCount = plausible(header.lost_map_count)
        samplingNanoseconds = plausible(header.sampling_ns)
        stackCounts = StackCounts(
            walked: plausible(header.walked_stack_count),
            unwound: plausible(header.unwound_stack_count),
            differing: plausible(header.differing_stack_count))
        hasEnded = header.has_ended == 1
        heap = HeapState(view, header: header, threads: threads)
        let stacks = view.stacks(header)
        self.stacks = stacks
        sites = view.sites(header).map { site in
            Site(
                stack: stacks.addresses(from: site.frame), atEnd: HeapProfile.Sum(site.live),
                // A site not changed since the peak still holds the same memory.
                atPeak: HeapProfile.Sum(
                    site.peak_index == header.peak_index ? site.at_peak : site.live),
                total: HeapProfile.Sum(site.total), totalCount: plausible(site.total_count),
                temporaryCount: plausible(site.temporary_count))
        }
    }
}

extension HeapProfile.Sum {
    init(_ sum: sample_sum) {
        self.init(
            samples: plausible(sum.samples), bytes: plausible(sum.bytes),
            variance: plausible(sum.variance), count: plausible(sum.count))
    }
}
