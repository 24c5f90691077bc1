internal import CSampleTable
internal import Glibc

/// The heap of a process at one moment, without the stacks that hold it. It is a small part of the
/// sample table, cheap to read while the process runs.
package struct HeapState: Sendable {
    /// A sampled live block.
    package struct Block: Sendable {
        /// The address of the block.
        package var address: UInt64
        /// The bytes that the block represents.
        package var weight: Double
        /// The number of blocks that the block represents.
        package var count: Double
        /// The requested share of the block's size, from 0 to 1.
        package var requestedShare: Double
    }

    /// The counted live bytes.
    package var liveBytes = 0
    /// The sampled live blocks.
    package internal(set) var blocks: [Block] = []
    /// Memory mapped by the allocator, by address.
    package internal(set) var allocatorMaps: [AnonymousMap] = []
    /// Memory mapped by the program without malloc, by address.
    package internal(set) var programMaps: [AnonymousMap] = []
    /// One address on each thread's stack, ascending.
    package internal(set) var stackAddresses: [UInt64] = []

    /// Creates an empty heap.
    init() {}

    /// Parses the used parts of a table's file; `nil` if it is not a table, or was never started.
    ///
    /// - Parameter part: Returns a part of the file by offset and size; shorter if the file ends
    ///   earlier.
    package init?(_ part: @escaping (_ offset: Int, _ byteCount: Int) -> [UInt8]) {
        let view = TableView(part)
        guard let header = view.header else { return nil }
        self.init(view, header: header, threads: view.threads(header))
    }

    /// Returns the change of the live bytes plus the change of the program's maps, each as an
    /// absolute value.
    package func changedBytes(since before: HeapState) -> Int {
        func mapped(_ maps: [AnonymousMap]) -> Int {
            maps.reduce(0) { plausible($0 + Int(clamping: $1.bytes)) }
        }
        return abs(liveBytes - before.liveBytes)
            + abs(mapped(programMaps) - mapped(before.programMaps))
    }

    init(_ view: TableView, header: sample_header, threads: [sample_thread]) {
        let live = Int(truncatingIfNeeded: header.live_bytes)
        liveBytes = plausible(threads.reduce(live) { $0 &+ Int($1.pending_bytes) })
        blocks = view.samples(header).filter { $0.address != 0 }.map { Block($0) }
        let all = view.maps(header).filter { $0.start != 0 && $0.bytes <= UInt64.max - $0.start }
        func maps(areAllocators: Bool) -> [AnonymousMap] {
            all.filter { ($0.is_allocators == 1) == areAllocators }
                .map { AnonymousMap($0.start..<$0.start + $0.bytes, frame: $0.frame) }
                .sorted { $0.range.lowerBound < $1.range.lowerBound }
        }
        allocatorMaps = maps(areAllocators: true)
        programMaps = maps(areAllocators: false)
        stackAddresses = threads.map(\.stack_address).filter { $0 != 0 }.sorted()
    }
}

extension HeapState.Block {
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
