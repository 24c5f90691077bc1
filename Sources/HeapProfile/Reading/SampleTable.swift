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
        /// What was live at the peak.
        package var atPeak: HeapProfile.Sum
        /// All that was ever allocated.
        package var total: HeapProfile.Sum
        /// The number of blocks that were allocated, estimated.
        package var totalCount: Double
        /// How many of them were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// A live block that was sampled.
    package struct Block: Sendable {
        /// Where it is.
        package var address: UInt64
        /// The bytes that it stands for.
        package var weight: Double
        /// The blocks that it stands for.
        package var count: Double
        /// The part of its bytes that was asked for, 0 to 1.
        package var requestedShare: Double
    }

    /// Anonymous memory that was mapped.
    package struct Map: Sendable {
        /// The first address.
        package var start: UInt64
        /// Its size.
        package var bytes: UInt64
        /// Whether the allocator mapped it, for its own use.
        package var isAllocators: Bool
        /// Return addresses, innermost first.
        package var stack: [UInt64]
    }

    /// The process.
    package internal(set) var processID: Int
    /// The sampling interval at the end; it is raised while sampling costs too much.
    package internal(set) var intervalBytes: Int
    /// The sampling interval at the start.
    package internal(set) var firstIntervalBytes: Int
    /// The highest count of live bytes.
    package internal(set) var peakLiveBytes: Int
    /// The count of live bytes at the end.
    package internal(set) var endLiveBytes: Int
    /// All bytes that were ever allocated.
    package internal(set) var totalBytes: Int
    /// All blocks that were ever allocated.
    package internal(set) var totalCount: Int
    /// How many threads allocated.
    package internal(set) var threadCount: Int
    /// Blocks that were to be sampled and found no room.
    package internal(set) var lostSampleCount: Int
    /// CPU time that sampling took.
    package internal(set) var samplingNanoseconds: Int
    /// Whether the program left by exit.
    package internal(set) var hasEnded: Bool
    /// Every stack of which a block was sampled.
    package internal(set) var sites: [Site]
    /// Live blocks that were sampled.
    package internal(set) var blocks: [Block]
    /// Anonymous memory that is mapped.
    package internal(set) var maps: [Map]
    /// Addresses on the stacks of threads.
    package internal(set) var stackAddresses: [UInt64]

    /// How far the peak may be from the truth: nothing with one thread, else what each thread may
    /// have counted and not yet reported.
    package var liveErrorBytes: Int { threadCount > 1 ? threadCount << 16 : 0 }

    /// The program's own anonymous maps alone, at a fraction of the cost of all; nil for no table.
    package static func programMaps(in contents: [UInt8]) -> [Map]? {
        guard contents.count >= fileBytes else { return nil }
        return contents.withUnsafeBytes { bytes -> [Map]? in
            let view = TableView(bytes)
            guard view.header.magic == SAMPLE_TABLE_MAGIC else { return nil }
            return view.maps.filter { $0.start != 0 && $0.is_allocators == 0 }.map {
                Map(start: $0.start, bytes: $0.bytes, isAllocators: false, stack: [])
            }
        }
    }

    /// The size of a table's file, in bytes.
    package static let fileBytes = Int(sample_table_bytes)

    /// One that nothing was written to.
    static let empty = SampleTable()

    private init() {
        (processID, intervalBytes, firstIntervalBytes) = (0, 1, 1)
        (peakLiveBytes, endLiveBytes, totalBytes, totalCount) = (0, 0, 0, 0)
        (threadCount, lostSampleCount, samplingNanoseconds, hasEnded) = (0, 0, 0, false)
        (sites, blocks, maps, stackAddresses) = ([], [], [], [])
    }

    /// Reads the contents of a table's file; nil if it is none, or was never started.
    package init?(_ contents: [UInt8]) {
        guard contents.count >= Self.fileBytes else { return nil }
        let table = contents.withUnsafeBytes { Self(TableView($0)) }
        guard let table else { return nil }
        self = table
    }

    private init?(_ view: TableView) {
        let header = view.header
        guard header.magic == SAMPLE_TABLE_MAGIC, header.version == SAMPLE_TABLE_VERSION else {
            return nil
        }
        let threads = view.threads
        let live = Int(truncatingIfNeeded: header.live_bytes)
        processID = plausible(header.process_id)
        intervalBytes = max(1, plausible(header.interval_bytes))
        firstIntervalBytes = max(1, plausible(header.first_interval_bytes))
        endLiveBytes = plausible(threads.reduce(live) { $0 &+ Int($1.pending_bytes) })
        // A thread's last high point may not have reached the header.
        let high = threads.reduce(0) { max($0, Int($1.pending_peak_bytes)) }
        peakLiveBytes = max(plausible(header.peak_live_bytes), plausible(live &+ high))
        totalBytes = threads.reduce(0) { plausible($0 + plausible($1.allocated_bytes)) }
        totalCount = threads.reduce(0) { plausible($0 + plausible($1.allocation_count)) }
        threadCount = threads.count
        lostSampleCount = plausible(header.lost_sample_count)
        samplingNanoseconds = plausible(header.sampling_ns)
        hasEnded = header.has_ended == 1
        blocks = view.samples.filter { $0.address != 0 }.map(Block.init)
        maps = view.maps.filter { $0.start != 0 }.map { map in
            Map(
                start: map.start, bytes: map.bytes, isAllocators: map.is_allocators == 1,
                stack: view.stack(of: map.frame))
        }
        stackAddresses = threads.map(\.stack_address).filter { $0 != 0 }
        sites = view.sites.map { site in
            Site(
                stack: view.stack(of: site.frame), atEnd: HeapProfile.Sum(site.live),
                // A site that nobody has touched since holds now what it held at the peak.
                atPeak: HeapProfile.Sum(
                    site.peak_index == header.peak_index ? site.at_peak : site.live),
                total: HeapProfile.Sum(site.total), totalCount: plausible(site.total_count),
                temporaryCount: plausible(site.temporary_count))
        }
    }
}

extension HeapProfile.Sum {
    fileprivate init(_ sum: sample_sum) {
        self.init(
            samples: plausible(sum.samples), bytes: plausible(sum.bytes),
            variance: plausible(sum.variance), count: plausible(sum.count))
    }
}

extension SampleTable.Block {
    fileprivate init(_ sample: sample) {
        let size = plausible(sample.size)
        let chance = -expm1(-Double(size) / Double(max(1, plausible(sample.interval))))
        self.init(
            address: sample.address, weight: plausible(Double(size) / chance),
            count: plausible(1 / chance),
            requestedShare: size > 0
                ? min(1, Double(plausible(sample.requested)) / Double(size)) : 1)
    }
}

/// The most that is read of any count: whatever a program wrote, sums must not overflow.
private let plausibleMaximum = 1 << 53

private func plausible(_ value: UInt64) -> Int { Int(min(value, UInt64(plausibleMaximum))) }

private func plausible(_ value: Int) -> Int { min(max(value, 0), plausibleMaximum) }

private func plausible(_ value: Double) -> Double {
    value.isFinite ? min(max(value, 0), Double(plausibleMaximum)) : 0
}

/// The arrays of a table. Whatever a profiled program wrote there, nothing outside is read.
private struct TableView {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var header: sample_header { bytes.loadUnaligned(as: sample_header.self) }

    /// The counters of threads; the first stands for none.
    var threads: [sample_thread] {
        elements(
            from: sample_table_threads_offset, count: header.thread_count,
            capacity: SAMPLE_TABLE_THREADS)
    }

    var sites: [sample_site] {
        elements(
            from: sample_table_sites_offset, count: header.site_count, capacity: SAMPLE_TABLE_SITES)
    }

    var samples: [sample] {
        elements(
            from: sample_table_samples_offset, count: header.sample_count,
            capacity: SAMPLE_TABLE_SAMPLES)
    }

    /// Maps have no entry that stands for none.
    var maps: [sample_map] {
        let count = Int(min(header.map_count, UInt64(SAMPLE_TABLE_MAPS)))
        return (0..<count).map { element(from: sample_table_maps_offset, at: $0) }
    }

    /// The return addresses from a frame outwards.
    func stack(of frame: UInt32) -> [UInt64] {
        var addresses: [UInt64] = []
        var index = frame
        // Parents are older than their children, so a damaged table can't lead round in a circle.
        while index > 0, index < SAMPLE_TABLE_FRAMES {
            let frame: sample_frame = element(from: sample_table_frames_offset, at: Int(index))
            addresses.append(frame.address)
            guard frame.parent < index else { break }
            index = frame.parent
        }
        return addresses
    }

    private func elements<Element>(
        from start: UInt64, count: UInt64, capacity: UInt32
    ) -> [Element] {
        let count = Int(min(count, UInt64(capacity)))
        return (1..<max(1, count)).map { element(from: start, at: $0) }
    }

    private func element<Element>(from start: UInt64, at index: Int) -> Element {
        bytes.loadUnaligned(
            fromByteOffset: Int(start) + index * MemoryLayout<Element>.stride, as: Element.self)
    }
}
