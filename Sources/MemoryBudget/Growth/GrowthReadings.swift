/// The trials of one strategy, scale by scale.
struct GrowthReadings: Hashable, Sendable {
    /// One scale's reading and its own standard error.
    struct Scale: Hashable, Sendable {
        let units: Double
        /// The median of the values, or the largest of the lower bounds.
        let bytes: Double
        let deviation: Double

        func point(of growthClass: GrowthClass) -> WeightedPoint {
            WeightedPoint(
                value: growthClass.value(at: units), bytes: bytes, deviation: deviation)
        }
    }

    /// What has values and more than no units, ascending.
    let scales: [Scale]
    /// The values at no units.
    let floor: Scale?
    /// What was killed: one a scale, and nothing here is a value.
    let bounds: [Scale]
    /// As the repeats show it.
    let noise: GrowthNoise
    /// How many degrees of freedom ``noise`` was estimated with, those of the assumption included.
    let noiseFreedom: Int

    init(_ points: [GrowthPoint], assuming assumed: GrowthNoise) {
        let values = Self.grouped(points.filter { !$0.isLowerBound })
        let noise = assumed.scaled(by: Self.noiseFactor(values, assumed))
        let medians = values.map { units, values in
            Scale(
                units: units, bytes: Self.median(ofSorted: values),
                deviation: noise.deviation(of: Self.median(ofSorted: values))
                    * Self.medianError(values.count))
        }
        scales = medians.filter { $0.units > 0 }
        floor = medians.first { $0.units == 0 }
        bounds = Self.grouped(points.filter(\.isLowerBound)).map { units, values in
            let bytes = values.reduce(0, max)
            return Scale(units: units, bytes: bytes, deviation: noise.deviation(of: bytes))
        }
        noiseFreedom =
            Self.assumedFreedom + values.reduce(0) { $0 + $1.bytes.count - 1 }
        self.noise = noise
    }

    /// How many scales there are of which each has at least twice the units of the one before.
    var spacedCount: Int {
        GrowthFit.spacedCount(of: scales.map { Int($0.units) })
    }

    /// By scale, ascending; the readings of each ascending too, so that their order can't matter.
    private static func grouped(_ points: [GrowthPoint]) -> [(units: Double, bytes: [Double])] {
        Dictionary(grouping: points, by: \.units)
            .map { (units: Double($0), bytes: $1.map { Double($0.bytes) }.sorted()) }
            .sorted { $0.units < $1.units }
    }

    private static func median(ofSorted values: [Double]) -> Double {
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// The standard error of a median of normal values, of which each has an error of 1: from 1 for
    /// one value to √(π/2n) for many, and within a hundredth for three and five.
    static func medianError(_ count: Int) -> Double {
        let half = Double.pi / 2
        return (half / (Double(count) + half - 1)).squareRoot()
    }

    /// What the assumed noise counts, as a number of repeats.
    private static let assumedFreedom = 2

    /// How many times the assumed noise the repeats show.
    ///
    /// Ten repeats can't tell a relative from an absolute noise, so the proportion of the two stays
    /// as assumed. The assumption stands where there are no repeats, and keeps three equal readings
    /// from claiming that there is no noise.
    private static func noiseFactor(
        _ values: [(units: Double, bytes: [Double])], _ assumed: GrowthNoise
    ) -> Double {
        var squares = Double(assumedFreedom)
        var freedom = Double(assumedFreedom)
        for (_, bytes) in values {
            let mean = bytes.reduce(0, +) / Double(bytes.count)
            let deviation = assumed.deviation(of: mean)
            for value in bytes {
                squares += (value - mean) * (value - mean) / (deviation * deviation)
            }
            freedom += Double(bytes.count - 1)
        }
        return (squares / freedom).squareRoot()
    }
}
