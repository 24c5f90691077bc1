internal import MemoryBudget

extension MemoryBreakdown {
    /// The alignment of the heaps of glibc's arenas other than the main one (`HEAP_MAX_SIZE`).
    private static let arenaAlignment: UInt64 = 64 << 20
    /// The size of the header that glibc keeps in front of each block.
    private static let headerBytes = 8.0

    /// Divides a process's resident memory into parts.
    package init(_ state: MemoryState) {
        let heap = HeapPlaces(state)
        let binaries = Set(state.regions.filter { $0.isExecutable && $0.hasFile }.map(\.name))
        var heapBytes = 0
        var fileEnd: UInt64 = 0
        for region in state.regions {
            let isData = !region.hasFile && region.name.isEmpty && region.start == fileEnd
            if region.hasFile && binaries.contains(region.name) { fileEnd = region.end }
            add(region, of: state, binaries: binaries, isData: isData, heap: heap, to: &heapBytes)
        }
        divide(heapBytes, among: state)
    }

    private mutating func add(
        _ region: MemoryRegion, of state: MemoryState, binaries: Set<String>, isData: Bool,
        heap: HeapPlaces, to heapBytes: inout Int
    ) {
        let bytes = region.residentBytes
        if region.name.hasPrefix(state.samplerFolder) {
            samplerBytes += bytes
        } else if region.hasFile {
            addFile(region, isBinary: binaries.contains(region.name))
        } else if region.isShared {
            sharedBytes += bytes
        } else {
            let mapped = heap.mapped(in: region)
            anonymousMapsBytes += mapped
            let rest = bytes - mapped
            if region.name == "[stack]" || heap.hasStack(in: region) {
                stacksBytes += rest
            } else if region.name.hasPrefix("[v") || isData {
                binariesBytes += rest
            } else if region.name == "[heap]" || region.start % Self.arenaAlignment == 0
                || heap.hasBlocks(in: region)
            {
                heapBytes += rest
            } else {
                unexplainedBytes += rest
            }
        }
    }

    private mutating func addFile(_ region: MemoryRegion, isBinary: Bool) {
        let memoryFiles = ["/dev/shm/", "/memfd:", "/SYSV", "/dev/zero"]
        if isBinary {
            binariesBytes += region.residentBytes
        } else if region.isShared, memoryFiles.contains(where: region.name.hasPrefix) {
            sharedBytes += region.residentBytes
        } else {
            filesBytes += region.residentBytes
        }
    }

    /// Divides the heap into live memory, allocator overhead and the rest. If less is resident than
    /// is live, some of its pages were never touched.
    private mutating func divide(_ heapBytes: Int, among state: MemoryState) {
        let blocks = state.heap.blocks
        let sampled = blocks.reduce(0) { $0 + $1.weight }
        let counted = Double(state.heap.liveBytes)
        let scale = sampled > 0 ? counted / sampled : 0
        let requested = scale * blocks.reduce(0) { $0 + $1.weight * $1.requestedShare }
        let headers = scale * Self.headerBytes * blocks.reduce(0) { $0 + $1.count }
        var rest = heapBytes
        func take(_ bytes: Double) -> Int {
            let taken = max(0, min(rest, whole(bytes)))
            rest -= taken
            return taken
        }
        metadataBytes = take(state.jemalloc.map { Double($0.metadataBytes) } ?? headers)
        liveBytes = take(sampled > 0 ? requested : counted)
        slackBytes = take(sampled > 0 ? counted - requested : 0)
        dirtyBytes = state.jemalloc.map { take(Double($0.dirtyBytes)) }
        retainedBytes = rest
    }
}

/// The locations of the heap, the program's maps and the stacks.
private struct HeapPlaces {
    private let blocks: [UInt64]
    private let heap: HeapState
    private let mapResidents: [UInt64: Int]

    init(_ state: MemoryState) {
        heap = state.heap
        blocks = heap.blocks.map(\.address).sorted()
        mapResidents = state.mapResidents
    }

    func hasBlocks(in region: MemoryRegion) -> Bool {
        Self.has(blocks, in: region) || !region.overlaps(heap.allocatorMaps).isEmpty
    }

    func hasStack(in region: MemoryRegion) -> Bool { Self.has(heap.stackAddresses, in: region) }

    /// Returns the resident bytes of the program's maps within a region.
    func mapped(in region: MemoryRegion) -> Int {
        let maps = region.overlaps(heap.programMaps)
        return region.isFilled(by: maps)
            ? region.residentBytes : min(region.residentBytes, mapResidents[region.start] ?? 0)
    }

    private static func has(_ addresses: [UInt64], in region: MemoryRegion) -> Bool {
        let index = addresses.firstIndexOfSorted { $0 >= region.start }
        return index < addresses.count && addresses[index] < region.end
    }
}
