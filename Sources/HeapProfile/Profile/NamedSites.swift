package import MemoryBudget

/// The sites of a profile by the name that a reader sees: those at one line of one function are one.
package struct NamedSites: Sendable {
    /// What one line of the user's code held.
    package struct Site: Sendable {
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
        /// What it held, with a 95 % interval.
        package var bytes: Interval
        /// Its part of the counted bytes, 0 to 1.
        package var share: Double
        /// Whether it is so small that a sample more or less would change the picture.
        package var isBelowResolution: Bool
    }

    /// Largest first.
    package let all: [Site]

    /// Adds up the sites of a profile.
    package init(_ heap: HeapProfile, at moment: HeapMoment) {
        let grouped = Dictionary(
            grouping: heap.sites.indices, by: { Key(heap.namingFrame(of: $0)) })
        let groups = grouped.map { (key: $0.key, sites: $0.value) }
        let estimates = heap.estimates(at: moment, of: groups.map(\.sites))
        all = estimates.map { estimate in
            let key = groups[estimate.site].key
            return Site(
                function: key.function, place: key.place, file: key.file, line: key.line,
                module: key.module,
                bytes: estimate.bytes, share: estimate.share,
                isBelowResolution: estimate.isBelowResolution)
        }
    }

    private struct Key: Hashable {
        var function: String
        var place: String?
        var file: String?
        var line: Int?
        var module: String

        init(_ frame: NamedFrame?) {
            function = frame?.function ?? "no stack"
            place = frame?.place
            file = frame?.file
            line = frame?.line
            module = frame?.module.split(separator: "/").last.map(String.init) ?? ""
        }
    }
}
