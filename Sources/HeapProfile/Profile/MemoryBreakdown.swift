internal import MemoryBudget

/// All resident memory of a process at one moment, part by part, in bytes. The parts add up to
/// ``totalBytes``.
package struct MemoryBreakdown: Hashable, Sendable, Codable {
    /// What the program asked malloc for and has not given back; untouched pages of it are not resident
    /// and not counted here.
    package var liveBytes = 0
    /// What size classes add to that.
    package var slackBytes = 0
    /// The allocator's own records: jemalloc's as it tells them, glibc's headers of 8 bytes per block.
    package var metadataBytes = 0
    /// The rest of the heap: released, and not returned to the system.
    package var retainedBytes = 0
    /// Anonymous memory that the program mapped past malloc.
    package var anonymousMapsBytes = 0
    /// Stacks of threads.
    package var stacksBytes = 0
    /// Programs and libraries, with their data.
    package var binariesBytes = 0
    /// Other mapped files.
    package var filesBytes = 0
    /// Memory that is shared with others.
    package var sharedBytes = 0
    /// What the sampler itself takes.
    package var samplerBytes = 0
    /// What none of these is.
    package var unexplainedBytes = 0

    /// All resident memory.
    package var totalBytes: Int {
        liveBytes + slackBytes + metadataBytes + retainedBytes + anonymousMapsBytes + stacksBytes
            + binariesBytes + filesBytes + sharedBytes + samplerBytes + unexplainedBytes
    }

    enum CodingKeys: String, StoredKey {
        case liveBytes = "live"
        case slackBytes = "slack"
        case metadataBytes = "metadata"
        case retainedBytes = "retained"
        case anonymousMapsBytes = "anonymous_maps"
        case stacksBytes = "stacks"
        case binariesBytes = "binaries"
        case filesBytes = "files"
        case sharedBytes = "shared"
        case samplerBytes = "sampler"
        case unexplainedBytes = "unexplained"
    }
}

/// What a breakdown is made of: the state of a process at one moment.
package struct MemoryState: Sendable {
    /// Its mappings.
    package var regions: [MemoryRegion]
    /// The sampler's table.
    package var table: SampleTable
    /// Resident bytes of the program's own anonymous maps, by their start.
    package var mapResidents: [UInt64: Int]
    /// What jemalloc tells of its own records; nil for another allocator.
    package var allocatorMetadataBytes: Int?
    /// The folder of the sampler's tables.
    package var samplerFolder: String

    /// Makes a state.
    package init(
        regions: [MemoryRegion], table: SampleTable, mapResidents: [UInt64: Int],
        allocatorMetadataBytes: Int?, samplerFolder: String
    ) {
        self.regions = regions
        self.table = table
        self.mapResidents = mapResidents
        self.allocatorMetadataBytes = allocatorMetadataBytes
        self.samplerFolder = samplerFolder
    }
}

extension MemoryBreakdown {
    /// The part that the heap of glibc's further arenas starts at a multiple of (`HEAP_MAX_SIZE`).
    private static let arenaAlignment: UInt64 = 64 << 20
    /// glibc keeps the size of each block in front of it.
    private static let headerBytes = 8.0

    /// Takes a process's memory apart.
    package init(_ state: MemoryState) {
        let heap = HeapPlaces(state.table)
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
            let mapped = min(bytes, heap.mapped(in: region, residents: state.mapResidents))
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

    /// The heap: what is live, what that takes on top, and the rest. Where less is resident than is live,
    /// pages of it were never touched.
    private mutating func divide(_ heapBytes: Int, among state: MemoryState) {
        let blocks = state.table.blocks
        let sampled = blocks.reduce(0) { $0 + $1.weight }
        let counted = Double(state.table.endLiveBytes)
        let scale = sampled > 0 ? counted / sampled : 0
        let requested = scale * blocks.reduce(0) { $0 + $1.weight * $1.requestedShare }
        let headers = scale * Self.headerBytes * blocks.reduce(0) { $0 + $1.count }
        var rest = heapBytes
        func take(_ bytes: Double) -> Int {
            let taken = max(0, min(rest, Int(bytes.rounded())))
            rest -= taken
            return taken
        }
        metadataBytes = take(state.allocatorMetadataBytes.map(Double.init) ?? headers)
        liveBytes = take(sampled > 0 ? requested : counted)
        slackBytes = take(sampled > 0 ? counted - requested : 0)
        retainedBytes = rest
    }
}

/// Where the heap, the program's maps and the stacks are.
private struct HeapPlaces {
    private let blocks: [UInt64]
    private let allocatorMaps: [SampleTable.Map]
    private let programMaps: [SampleTable.Map]
    private let stacks: [UInt64]

    init(_ table: SampleTable) {
        blocks = table.blocks.map(\.address).sorted()
        allocatorMaps = table.maps.filter(\.isAllocators)
        programMaps = table.maps.filter { !$0.isAllocators }
        stacks = table.stackAddresses.sorted()
    }

    func hasBlocks(in region: MemoryRegion) -> Bool {
        Self.has(blocks, in: region)
            || allocatorMaps.contains { region.overlap(start: $0.start, bytes: $0.bytes) > 0 }
    }

    func hasStack(in region: MemoryRegion) -> Bool { Self.has(stacks, in: region) }

    /// Resident bytes of the program's maps that lie in a region.
    func mapped(in region: MemoryRegion, residents: [UInt64: Int]) -> Int {
        programMaps.reduce(0) { sum, map in
            let overlap = region.overlap(start: map.start, bytes: map.bytes)
            return sum + min(Int(clamping: overlap), residents[map.start] ?? 0)
        }
    }

    private static func has(_ addresses: [UInt64], in region: MemoryRegion) -> Bool {
        let index = addresses.firstIndexOfSorted { $0 >= region.start }
        return index < addresses.count && addresses[index] < region.end
    }
}
