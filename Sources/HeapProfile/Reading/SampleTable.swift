internal import CSampleTable
internal import Glibc

/// What the sampler recorded of one program image, as read from its table.
package struct SampleTable: Sendable {
    /// The sampled blocks of one stack.
    package struct Site: Sendable {
        /// Return addresses, innermost first.
        package var stack: [UInt64]
        /// What is live at the end.
        package var atEnd: HeapProfile.Sum
        /// Live bytes at the peak.
        package var atPeak: HeapProfile.Sum
        /// All that was ever allocated.
        package var total: HeapProfile.Sum
        /// The number of blocks that were allocated, estimated.
        package var totalCount: Double
        /// The number of them that were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// The ways in which stacks were read.
    package struct StackCounts: Sendable {
        /// By rows of the unwind tables that the sampler keeps.
        package var walked = 0
        /// By the unwinder.
        package var unwound = 0
        /// Those of ``walked`` that the unwinder read differently; 0 unless the sampler was told to check.
        package var differing = 0
    }

    /// The process.
    package internal(set) var processID: Int
    /// When it started, on the monotonic clock, in nanoseconds.
    package internal(set) var startedNanoseconds: UInt64
    /// The sampling interval at the end; it is raised while sampling costs too much.
    package internal(set) var intervalBytes: Int
    /// The sampling interval at the start.
    package internal(set) var firstIntervalBytes: Int
    /// The highest count of live bytes.
    package internal(set) var peakLiveBytes: Int
    /// All bytes that were ever allocated.
    package internal(set) var totalBytes: Int
    /// All blocks that were ever allocated.
    package internal(set) var totalCount: Int
    /// How many threads allocated.
    package internal(set) var threadCount: Int
    /// Blocks that were to be sampled and found no room.
    package internal(set) var lostSampleCount: Int
    /// Maps that found no room.
    package internal(set) var lostMapCount = 0
    /// CPU time that sampling took.
    package internal(set) var samplingNanoseconds: Int
    /// The ways in which stacks were read.
    package internal(set) var stackCounts = StackCounts()
    /// Whether the program left by exit.
    package internal(set) var hasEnded: Bool
    /// Every stack of which a block was sampled.
    package internal(set) var sites: [Site]
    /// The heap at the end.
    package internal(set) var heap: HeapState
    private let stacks: SampledStacks

    /// The count of live bytes at the end.
    package var endLiveBytes: Int { heap.liveBytes }

    /// How far the peak may be from the truth: nothing with one thread, else what each thread may
    /// have counted and not yet reported.
    package var liveErrorBytes: Int { threadCount > 1 ? threadCount << 16 : 0 }

    /// The return addresses from a frame outwards, of which a heap's state tells the number.
    package func stack(of frame: UInt32) -> [UInt64] { stacks.addresses(from: frame) }

    /// Reads the contents of a table's file; nil if it is none, or was never started.
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
        // A thread's last high point may not have reached the header.
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
                // A site that nobody has touched since holds now what it held at the peak.
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
