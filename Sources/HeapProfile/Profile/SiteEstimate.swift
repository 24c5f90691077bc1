package import MemoryBudget

/// The estimated memory of one site, with its sampling error.
package struct SiteEstimate: Sendable {
    /// The index of the site in the profile.
    package let site: Int
    /// The live bytes, scaled so that all sites add up to the counted live bytes, with a 95 %
    /// interval.
    package let bytes: Interval
    /// The share of the counted live bytes, from 0 to 1.
    package let share: Double
    /// Whether the site is so small that one sample more or less would matter.
    package let isBelowResolution: Bool

    /// Creates an estimate from its figures.
    package init(site: Int, bytes: Interval, share: Double, isBelowResolution: Bool) {
        self.site = site
        self.bytes = bytes
        self.share = share
        self.isBelowResolution = isBelowResolution
    }
}

/// A moment at which a profile shows the heap.
package enum HeapMoment: Sendable {
    /// The moment with the most live bytes.
    case peak
    /// The moment when the process exited or died.
    case end
}

extension HeapProfile {
    /// The number of sampling intervals below which a site can't be distinguished from noise.
    private static let resolutionIntervals = 4
    /// The number of standard deviations that cover 95 % of a normal distribution.
    static let deviations95 = 1.96

    /// The number of bytes below which a site can't be distinguished from noise.
    package var resolutionBytes: Int { Self.resolutionIntervals * sampleIntervalBytes }

    /// Returns the counted live bytes at a moment.
    package func liveBytes(at moment: HeapMoment) -> Int {
        switch moment {
        case .peak: peakBytes
        case .end: endBytes
        }
    }

    /// Returns the estimates of the sites that held memory, the largest first.
    package func estimates(at moment: HeapMoment) -> [SiteEstimate] {
        estimates(at: moment, of: sites.indices.map { [$0] })
    }

    /// Returns estimates for groups of sites; the `site` of an estimate is the index of its group.
    ///
    /// The sum of the samples differs from the exact count by chance. Scaling it to the count
    /// removes the part of the error that all sites share.
    func estimates(at moment: HeapMoment, of groups: [[Int]]) -> [SiteEstimate] {
        let sums = groups.map { group in
            group.reduce(into: Sum.zero) { sum, site in
                sum.add(moment == .peak ? sites[site].peak : sites[site].end)
            }
        }
        let all = sums.reduce(into: Sum.zero) { $0.add($1) }
        guard all.bytes > 0 else { return [] }
        let counted = Double(liveBytes(at: moment))
        let scale = counted / all.bytes
        // Sums this small don't represent any block.
        guard scale.isFinite else { return [] }
        return sums.indices.filter { sums[$0].samples > 0 }.map { index in
            let bytes = sums[index].bytes * scale
            let margin = Self.deviations95 * scale * scaledDeviation(of: sums[index], among: all)
            return SiteEstimate(
                site: index,
                bytes: Interval(
                    estimate: bytes, low: max(0, bytes - margin),
                    high: min(counted, bytes + margin)),
                share: counted > 0 ? bytes / counted : 0,
                isBelowResolution: bytes < Double(resolutionBytes))
        }.sorted { ($0.bytes.estimate, $1.site) > ($1.bytes.estimate, $0.site) }
    }

    /// Returns the standard deviation of a site's part of a sum that is scaled to a known total.
    /// With s, the site's share, it is sqrt((1 - s)² V + s² (V_all - V)) (ratio estimator, first
    /// order).
    private func scaledDeviation(of sum: Sum, among all: Sum) -> Double {
        let share = sum.bytes / all.bytes
        let others = max(0, all.variance - sum.variance)
        let variance = (1 - share) * (1 - share) * sum.variance + share * share * others
        // Blocks that were never sampled may hold about one more interval.
        let unseen = Double(sampleIntervalBytes)
        return (variance + unseen * unseen).squareRoot()
    }
}

extension HeapProfile.Sum {
    fileprivate static let zero = Self(samples: 0, bytes: 0, variance: 0)

    fileprivate mutating func add(_ other: Self) {
        samples += other.samples
        bytes += other.bytes
        variance += other.variance
        count += other.count
    }
}
