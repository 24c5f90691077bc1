package import MemoryBudget

/// Two moments of a program's run, by the phases that it named.
package struct PhaseSpan: Hashable, Sendable {
    /// From the start of this phase; nil for the start of the process.
    package var from: String?
    /// To the start of this phase; nil for the end.
    package var to: String?

    /// A span.
    package init(from: String?, to: String?) {
        self.from = from
        self.to = to
    }
}

/// The growth of each line between the starts of two phases.
///
/// Blocks that were live at both moments are in both samples, and add no error.
/// The interval of a site is the sampling error of what was allocated and released in between.
package struct PhaseGrowth: Sendable {
    /// The growth of one line of the user's code.
    package struct Site: Sendable {
        /// Which line it is.
        package var source: NamedSites.Source
        /// Its bytes at the first moment.
        package var before: Double
        /// Its bytes at the second.
        package var after: Double
        /// The difference, with a 95 % interval; negative if it holds less.
        package var bytes: Interval
        /// Whether a sample more or less would change the picture.
        package var isBelowResolution: Bool
    }

    /// The first moment.
    package let from: Moment
    /// The second.
    package let to: Moment
    /// Those that grew most come first.
    package let sites: [Site]

    /// Counted live bytes at the second moment less those at the first.
    package var countedBytes: Int { to.liveBytes - from.liveBytes }

    /// One of the two moments.
    package struct Moment: Sendable {
        /// The phase that began; nil for the start or the end of the process.
        package var phase: String?
        /// Since the start of the process; nil for its end.
        package var nanoseconds: Int?
        /// Live bytes, counted.
        package var liveBytes: Int
        /// By site.
        var states: [Int: State]
    }

    struct State {
        var bytes = 0.0
        var variance = 0.0
        var totalVariance = 0.0
    }

    /// Compares two moments; nil if the program named no such phase.
    package init?(_ span: PhaseSpan, of heap: HeapProfile) {
        guard let from = span.from.map({ heap.moment(of: $0) }) ?? .start,
            let to = span.to.map({ heap.moment(of: $0) }) ?? heap.lastMoment
        else { return nil }
        self.from = from
        self.to = to
        let resolution = Double(heap.resolutionBytes)
        sites = heap.sitesBySource.compactMap { source, sites in
            Self.site(source, sites, from.states, to.states, resolution: resolution)
        }.sorted {
            ($0.bytes.estimate, $1.source.function) > ($1.bytes.estimate, $0.source.function)
        }
    }

    private static func site(
        _ source: NamedSites.Source, _ sites: [Int], _ from: [Int: State], _ to: [Int: State],
        resolution: Double
    ) -> Site? {
        let pairs = sites.map { (from[$0] ?? State(), to[$0] ?? State()) }
        let before = pairs.reduce(0) { $0 + $1.0.bytes }
        let after = pairs.reduce(0) { $0 + $1.1.bytes }
        guard before > 0 || after > 0 else { return nil }
        let variance = pairs.reduce(0) { $0 + differenceVariance($1.0, $1.1) }
        let margin = HeapProfile.deviations95 * variance.squareRoot()
        let growth = after - before
        return Site(
            source: source, before: before, after: after,
            bytes: Interval(estimate: growth, low: growth - margin, high: growth + margin),
            isBelowResolution: abs(growth) < resolution)
    }

    /// Of the blocks at both moments nothing is open. What came has at most the variance of all that
    /// was sampled in between; that of what went follows from it.
    private static func differenceVariance(_ before: State, _ after: State) -> Double {
        let sampled = max(0, after.totalVariance - before.totalVariance)
        let came = min(sampled, after.variance)
        let went = came - (after.variance - before.variance)
        return came + min(max(0, went), before.variance)
    }
}

extension HeapProfile {
    /// When a phase began; nil if the program named none of that name.
    fileprivate func moment(of phase: String) -> PhaseGrowth.Moment? {
        phases?.first { $0.name == phase }.map { phase in
            let states = phase.sites.map { site in
                let state = PhaseGrowth.State(
                    bytes: site.bytes, variance: site.variance, totalVariance: site.totalVariance)
                return (site.site, state)
            }
            return PhaseGrowth.Moment(
                phase: phase.name, nanoseconds: phase.startedNanoseconds,
                liveBytes: phase.liveBytes, states: Dictionary(states) { first, _ in first })
        }
    }

    fileprivate var lastMoment: PhaseGrowth.Moment? {
        let states = sites.map { site in
            PhaseGrowth.State(
                bytes: site.end.bytes, variance: site.end.variance,
                totalVariance: site.total.variance)
        }
        return PhaseGrowth.Moment(
            phase: nil, nanoseconds: nil, liveBytes: endBytes,
            states: Dictionary(uniqueKeysWithValues: states.enumerated().map { ($0, $1) }))
    }
}

extension PhaseGrowth.Moment {
    fileprivate static let start = PhaseGrowth.Moment(
        phase: nil, nanoseconds: 0, liveBytes: 0, states: [:])
}
