package import MemoryBudget

/// The sites of a profile by source line: sites at the same line of the same function are added up.
///
/// ```swift
/// func largest(_ profile: HeapProfile) -> NamedSites.Site? {
///     NamedSites(profile, at: .peak).all.first
/// }
/// ```
package struct NamedSites: Sendable {
    /// One line of the user's code.
    package struct Source: Hashable, Sendable {
        /// The name of the function.
        package var function: String
        /// The file name and line, such as `LoadAll.swift:42`; `nil` without a line.
        package var place: String?
        /// The path of the source file; `nil` if unknown.
        package var file: String?
        /// The 1-based line; `nil` if unknown.
        package var line: Int?
        /// The name of the file that contains the code.
        package var module: String

        init(_ frame: NamedFrame?) {
            function = frame?.function ?? "no stack"
            place = frame?.place
            file = frame?.file
            line = frame?.line
            module = frame?.moduleName ?? ""
        }
    }

    /// The memory held by one line of the user's code.
    @dynamicMemberLookup
    package struct Site: Sendable {
        /// The source line.
        package var source: Source
        /// The live bytes, with a 95 % interval.
        package var bytes: Interval
        /// The share of the counted live bytes, from 0 to 1.
        package var share: Double
        /// Whether the site is so small that one sample more or less would matter.
        package var isBelowResolution: Bool

        /// Returns a property of the source line.
        package subscript<Value>(dynamicMember path: KeyPath<Source, Value>) -> Value {
            source[keyPath: path]
        }
    }

    /// The lines, the largest first.
    package let all: [Site]

    /// Adds up the sites of a profile by source line.
    package init(_ heap: HeapProfile, at moment: HeapMoment) {
        let groups = heap.sitesBySource
        let estimates = heap.estimates(at: moment, of: groups.map(\.sites))
        all = estimates.map { estimate in
            Site(
                source: groups[estimate.site].source, bytes: estimate.bytes, share: estimate.share,
                isBelowResolution: estimate.isBelowResolution)
        }
    }
}

extension HeapProfile {
    /// The indexes of the sites at each source line, in the order of their first sites, so that
    /// lines with equal bytes are always in the same order.
    var sitesBySource: [(source: NamedSites.Source, sites: [Int])] {
        Dictionary(grouping: sites.indices, by: { NamedSites.Source(namingFrame(of: $0)) })
            .map { (source: $0.key, sites: $0.value) }
            .sorted { $0.sites[0] < $1.sites[0] }
    }
}
