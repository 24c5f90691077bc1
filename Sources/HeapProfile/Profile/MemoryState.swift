/// The state of a process's memory at one moment, from which a breakdown is computed.
package struct MemoryState: Sendable {
    /// The mappings, by address.
    package var regions: [MemoryRegion]
    /// The heap.
    package var heap: HeapState
    /// The resident bytes of the program's own anonymous maps, by the start of the region that
    /// contains them. Regions completely filled by maps may be left out.
    package var mapResidents: [UInt64: Int]
    /// The program's own anonymous maps, by the frame that mapped them; default empty.
    package var mapSums: [UInt32: HeapProfile.MapSum]
    /// The pages of jemalloc; `nil` for other allocators.
    package var jemalloc: JemallocPages?
    /// The folder of the sampler's tables.
    package var samplerFolder: String

    /// Creates a state from its parts.
    package init(
        regions: [MemoryRegion], heap: HeapState, mapResidents: [UInt64: Int],
        mapSums: [UInt32: HeapProfile.MapSum] = [:],
        jemalloc: JemallocPages?, samplerFolder: String
    ) {
        self.regions = regions
        self.heap = heap
        self.mapResidents = mapResidents
        self.mapSums = mapSums
        self.jemalloc = jemalloc
        self.samplerFolder = samplerFolder
    }

    /// The total resident memory.
    package var residentBytes: Int { regions.reduce(0) { $0 + $1.residentBytes } }
}

/// The pages of jemalloc, according to its statistics.
package struct JemallocPages: Hashable, Sendable {
    /// The memory of jemalloc's own metadata.
    package var metadataBytes: Int
    /// Empty pages kept for later allocations.
    package var dirtyBytes: Int

    /// Creates the pages from jemalloc's statistics `stats.metadata`, `stats.active` and
    /// `stats.resident`. Dirty pages are the resident ones that hold neither blocks nor metadata.
    package init(metadataBytes: Int, activeBytes: Int, residentBytes: Int) {
        self.metadataBytes = metadataBytes
        dirtyBytes = max(0, residentBytes - activeBytes - metadataBytes)
    }
}
