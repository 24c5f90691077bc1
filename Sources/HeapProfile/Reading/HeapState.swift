internal import CSampleTable
internal import Glibc

/// The heap of a process at one moment, without who holds it: a small part of its sample table, which is
/// cheap to read while it runs.
package struct HeapState: Sendable {
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

    /// The count of live bytes.
    package var liveBytes = 0
    /// Live blocks that were sampled.
    package internal(set) var blocks: [Block] = []
    /// Memory that the allocator mapped for its own use, by address.
    package internal(set) var allocatorMaps: [AnonymousMap] = []
    /// Memory that the program mapped past malloc, by address.
    package internal(set) var programMaps: [AnonymousMap] = []
    /// Addresses on the stacks of threads, rising.
    package internal(set) var stackAddresses: [UInt64] = []

    /// An empty heap.
    init() {}

    /// Reads the used parts of a table's file; nil if it is none, or was never started.
    ///
    /// - Parameter part: A part of the file, by offset and size; less where the file is shorter.
    package init?(_ part: @escaping (_ offset: Int, _ byteCount: Int) -> [UInt8]) {
        let view = TableView(part)
        guard let header = view.header else { return nil }
        self.init(view, header: header, threads: view.threads(header))
    }

    /// By how many bytes live blocks and the program's maps changed, each for itself.
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
