/// The allocations of each line of a program over its whole run, live or not.
package struct AllocatedSites: Sendable {
    /// The allocations of one line of the user's code, estimated from its samples.
    package struct Site: Sendable {
        /// Which line it is.
        package var source: NamedSites.Source
        /// All bytes.
        package var bytes: Double
        /// All blocks.
        package var count: Double
        /// Blocks that were released before their thread allocated again.
        package var temporaryCount: Double
    }

    /// Largest first by bytes.
    package let all: [Site]

    /// Adds up the sites of a profile.
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
    /// The part of all blocks that was temporary, 0 to 1.
    package var temporaryShare: Double {
        let count = sites.reduce(0) { $0 + $1.totalCount }
        return count > 0 ? min(1, sites.reduce(0) { $0 + $1.temporaryCount } / count) : 0
    }
}
