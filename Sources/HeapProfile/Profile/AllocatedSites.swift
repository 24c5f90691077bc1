/// All allocations of a program by source line, over its whole run, whether still live or not.
package struct AllocatedSites: Sendable {
    /// The allocations of one line of the user's code, estimated from its samples.
    package struct Site: Sendable {
        /// The source line.
        package var source: NamedSites.Source
        /// The allocated bytes.
        package var bytes: Double
        /// The number of allocated blocks.
        package var count: Double
        /// The number of blocks that were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// The lines, the one with the most bytes first.
    package let all: [Site]

    /// Adds up the sites of a profile by source line.
    package init(_ heap: HeapProfile) {
        all = heap.sitesBySource.map { source, sites in
            Site(
                source: source, bytes: sites.reduce(0) { $0 + heap.sites[$1].total.bytes },
                count: sites.reduce(0) { $0 + heap.sites[$1].totalCount },
                temporaryCount: sites.reduce(0) { $0 + heap.sites[$1].temporaryCount })
        }.sorted { ($0.bytes, $1.source.function) > ($1.bytes, $0.source.function) }
    }
}

extension HeapProfile {
    /// The share of all blocks that were temporary, from 0 to 1.
    package var temporaryShare: Double {
        let count = sites.reduce(0) { $0 + $1.totalCount }
        return count > 0 ? min(1, sites.reduce(0) { $0 + $1.temporaryCount } / count) : 0
    }
}
