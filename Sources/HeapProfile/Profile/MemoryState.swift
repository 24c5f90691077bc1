/// The state of a process's memory at one moment, of which a breakdown is made.
package struct MemoryState: Sendable {
    /// Its mappings, by address.
    package var regions: [MemoryRegion]
    /// Its heap.
    package var heap: HeapState
    /// Resident bytes of the program's own anonymous maps, by the start of the region that they are in;
    /// where they fill the region, that tells enough.
    package var mapResidents: [UInt64: Int]
    /// The contents of the program's own anonymous maps, by the frame that mapped them. Default: nothing.
    package var mapSums: [UInt32: HeapProfile.MapSum]
    /// The pages of jemalloc; nil for another allocator.
    package var jemalloc: JemallocPages?
    /// The folder of the sampler's tables.
    package var samplerFolder: String

    /// A state of these parts.
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

    /// All resident memory.
    package var residentBytes: Int { regions.reduce(0) { $0 + $1.residentBytes } }
}

/// The pages of jemalloc, as its gauges tell.
package struct JemallocPages: Hashable, Sendable {
    /// Its own records.
    package var metadataBytes: Int
    /// Pages that hold nothing and are kept for the next allocations.
    package var dirtyBytes: Int

    /// Takes its gauges, which it names `stats.metadata`, `active` and `resident`: dirty pages are what it
    /// counts as resident and neither uses for blocks nor for its records.
    package init(metadataBytes: Int, activeBytes: Int, residentBytes: Int) {
        self.metadataBytes = metadataBytes
        dirtyBytes = max(0, residentBytes - activeBytes - metadataBytes)
    }
}
