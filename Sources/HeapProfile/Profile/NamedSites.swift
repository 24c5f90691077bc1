package import MemoryBudget

/// The sites of a profile by the name that a reader sees: those at one line of one function are one.
package struct NamedSites: Sendable {
    /// One line of the user's code.
    package struct Source: Hashable, Sendable {
        /// The function.
        package var function: String
        /// `LoadAll.swift:42`; nil without a line.
        package var place: String?
        /// The source file's path; nil if it is not known.
        package var file: String?
        /// The line, from 1; nil if it is not known.
        package var line: Int?
        /// The name of the file that holds its code.
        package var module: String

        init(_ frame: NamedFrame?) {
            function = frame?.function ?? "no stack"
            place = frame?.place
            file = frame?.file
            line = frame?.line
            module = frame?.module.split(separator: "/").last.map(String.init) ?? ""
        }
    }

    /// The memory of one line of the user's code.
    @dynamicMemberLookup
    package struct Site: Sendable {
        /// Which line it is.
        package var source: Source
        /// Its bytes, with a 95 % interval.
        package var bytes: Interval
        /// Its part of the counted bytes, 0 to 1.
        package var share: Double
        /// Whether it is so small that a sample more or less would change the picture.
        package var isBelowResolution: Bool

        /// A fact about its line.
        package subscript<Value>(dynamicMember path: KeyPath<Source, Value>) -> Value {
            source[keyPath: path]
        }
    }

    /// Largest first.
    package let all: [Site]

    /// Adds up the sites of a profile.
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
    /// The indexes of the sites at each line that a reader sees.
    var sitesBySource: [(source: NamedSites.Source, sites: [Int])] {
        Dictionary(grouping: sites.indices, by: { NamedSites.Source(namingFrame(of: $0)) })
            .map { (source: $0.key, sites: $0.value) }
    }
}
