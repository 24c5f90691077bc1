package import MemoryBudget

/// The memory of one site, with its sampling error.
package struct SiteEstimate: Sendable {
    /// The site's index in the profile.
    package let site: Int
    /// Bytes, scaled so that all sites add up to the counted live bytes; with a 95 % interval.
    package let bytes: Interval
    /// Its part of the counted bytes, 0 to 1.
    package let share: Double
    /// Whether it is so small that a sample more or less would change the picture.
    package let isBelowResolution: Bool

    /// An estimate of these figures.
    package init(site: Int, bytes: Interval, share: Double, isBelowResolution: Bool) {
        self.site = site
        self.bytes = bytes
        self.share = share
        self.isBelowResolution = isBelowResolution
    }
}

/// Which state of the heap is meant.
package enum HeapMoment: Sendable {
    /// The highest live bytes.
    case peak
    /// The end: exit or death.
    case end
}

extension HeapProfile {
    /// Below this many sampling intervals a site can't be told from noise.
    private static let resolutionIntervals = 4
    /// Of a normal distribution, 95 % lie within so many standard deviations.
    static let deviations95 = 1.96

    /// The least that a site has to hold to be told from noise.
    package var resolutionBytes: Int { Self.resolutionIntervals * sampleIntervalBytes }

    /// The counted live bytes at a moment.
    package func liveBytes(at moment: HeapMoment) -> Int {
        switch moment {
        case .peak: peakBytes
        case .end: endBytes
        }
    }

    /// The sites that held memory, largest first.
    package func estimates(at moment: HeapMoment) -> [SiteEstimate] {
        estimates(at: moment, of: sites.indices.map { [$0] })
    }

    /// The same of groups of sites; the `site` of an estimate is the index of its group.
    ///
    /// Sampled sums miss the exact count by chance. Scaled to it, all sites err alike, which takes
    /// the common part of the error out.
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
        // Sums so small stand for no block.
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

    /// The standard deviation of a site's part of a sum that is scaled to a known one: with the site's
    /// share s, sqrt((1 - s)² V + s² (V_all - V)) (ratio estimator, first order).
    private func scaledDeviation(of sum: Sum, among all: Sum) -> Double {
        let share = sum.bytes / all.bytes
        let others = max(0, all.variance - sum.variance)
        let variance = (1 - share) * (1 - share) * sum.variance + share * share * others
        // Blocks of which none was sampled may hold about one interval more.
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
