package import MemoryBudget

/// A span between two moments of a run, given by the names of phases.
package struct PhaseSpan: Hashable, Sendable {
    /// The phase whose start begins the span; `nil` for the start of the process.
    package var from: String?
    /// The phase whose start ends the span; `nil` for the end of the process.
    package var to: String?

    /// Creates a span from two phases.
    package init(from: String?, to: String?) {
        self.from = from
        self.to = to
    }
}

/// The memory growth of each source line over a span.
///
/// Blocks that are live at both moments are in both samples and add no error. So the interval of a
/// line contains only the sampling error of the blocks allocated and released in between.
package struct PhaseGrowth: Sendable {
    /// The growth of one line of the user's code.
    package struct Site: Sendable {
        /// The source line.
        package var source: NamedSites.Source
        /// The live bytes at the first moment.
        package var before: Double
        /// The live bytes at the second moment.
        package var after: Double
        /// The difference, with a 95 % interval; negative if memory was released.
        package var bytes: Interval
        /// Whether the growth is so small that one sample more or less would matter.
        package var isBelowResolution: Bool
    }

    /// The first moment.
    package let from: Moment
    /// The second moment.
    package let to: Moment
    /// The lines, those that grew most first.
    package let sites: [Site]

    /// The growth of the counted live bytes.
    package var countedBytes: Int { to.liveBytes - from.liveBytes }

    /// One of the two moments.
    package struct Moment: Sendable {
        /// The phase that began; `nil` for the start or the end of the process.
        package var phase: String?
        /// The time since the start of the process; `nil` for its end.
        package var nanoseconds: Int?
        /// The counted live bytes.
        package var liveBytes: Int
        /// The estimated live bytes, by site.
        var states: [Int: State]
    }

    struct State {
        var bytes = 0.0
        var variance = 0.0
        var totalVariance = 0.0
    }

    /// Compares two moments; `nil` if the program named no such phase.
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

    /// Returns the variance of the difference. Blocks that are live at both moments add none. The
    /// variance of the new blocks is at most that of everything sampled in between, and determines
    /// the variance of the released ones.
    private static func differenceVariance(_ before: State, _ after: State) -> Double {
        let sampled = max(0, after.totalVariance - before.totalVariance)
        let came = min(sampled, after.variance)
        let went = came - (after.variance - before.variance)
        return came + min(max(0, went), before.variance)
    }
}

extension HeapProfile {
    /// Returns the moment when a phase began; `nil` if the program named no such phase.
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
