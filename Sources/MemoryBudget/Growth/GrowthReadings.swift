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

    /// The scales that have values and more than no units, ascending.
    let scales: [Scale]
    /// The values at no units.
    let floor: Scale?
    /// The killed runs: one per scale, and nothing here is a value.
    let bounds: [Scale]
    /// The smallest scale at which a run under a budget completed with less than another held when it was
    /// killed; nil without one.
    let disagreement: Double?
    /// As the repeats show it.
    let noise: GrowthNoise
    /// The same if all of it were in proportion to the reading; nil if the repeats refute that.
    let proportionalNoise: GrowthNoise?
    /// How many degrees of freedom ``noise`` was estimated with, those of the assumption included.
    let noiseFreedom: Int

    init(_ points: [GrowthPoint], assuming assumed: GrowthNoise) {
        let values = Self.grouped(points.filter { !$0.isLowerBound })
        let noise = assumed.scaled(by: Self.noiseFactor(values, assuming: assumed))
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
        let kept = Self.grouped(points.filter { !$0.isLowerBound && !$0.isUnbudgeted })
        let least = Dictionary(kept.map { ($0.units, $0.bytes[0]) }) { first, _ in first }
        disagreement =
            bounds.first { bound in
                least[bound.units].map { $0 < bound.bytes } ?? false
            }?.units
        noiseFreedom =
            Self.assumedFreedom + values.reduce(0) { $0 + $1.bytes.count - 1 }
        self.noise = noise
        proportionalNoise = Self.proportionalNoise(values, insteadOf: noise)
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

    /// How much less likely than by ``noise`` the repeats may be, in natural logarithms.
    private static let refuting = 2.0

    private static func proportionalNoise(
        _ values: [(units: Double, bytes: [Double])], insteadOf noise: GrowthNoise
    ) -> GrowthNoise? {
        var (squares, freedom, unlikelihood) = (0.0, 0.0, 0.0)
        for (_, bytes) in values {
            let mean = bytes.reduce(0, +) / Double(bytes.count)
            guard mean > 0 else { continue }
            squares += bytes.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) }
            freedom += Double(bytes.count - 1)
            unlikelihood +=
                Double(bytes.count - 1) * naturalLogarithm(mean / noise.deviation(of: mean))
        }
        guard freedom > 0, squares > 0 else { return nil }
        let share = (squares / freedom).squareRoot()
        guard unlikelihood + freedom * naturalLogarithm(share) <= refuting else { return nil }
        return GrowthNoise(relative: share, absoluteBytes: .leastNormalMagnitude)
    }

    /// The most that one reading may deviate: whether noise is in proportion or constant, ten repeats
    /// hardly tell, and far from most of them it matters.
    func largestDeviation(of bytes: Double) -> Double {
        max(noise.deviation(of: bytes), proportionalNoise?.deviation(of: bytes) ?? 0)
    }

    /// The standard error of a median of normal values, of which each has an error of 1: from 1 for
    /// one value to √(π/2n) for many, and within a hundredth for three and five.
    static func medianError(_ count: Int) -> Double {
        let half = Double.pi / 2
        return (half / (Double(count) + half - 1)).squareRoot()
    }

    /// The weight of the assumed noise, as a number of repeats.
    static let assumedFreedom = 2

    /// How many times the assumed noise the repeats show.
    ///
    /// Ten repeats can't tell a relative from an absolute noise, so the proportion of the two stays
    /// as assumed. The assumption stands where there are no repeats, and keeps three equal readings
    /// from claiming that there is no noise.
    private static func noiseFactor(
        _ values: [(units: Double, bytes: [Double])], assuming assumed: GrowthNoise
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

extension GrowthReadings {
    /// How far the medians lie above a curve, in standard errors.
    func distances(from curve: GrowthCurve) -> [Double] { distances(from: curve.bytes) }

    private func distances(from bytes: (Double) -> Double) -> [Double] {
        scales.map { ($0.bytes - bytes($0.units)) / $0.deviation }
    }

    /// The mean square of the distances for each that is free, in standard errors: 1 is the repeats'
    /// noise; nil if there are no more scales than figures fitted.
    func roughness(of curve: GrowthCurve) -> Double? {
        roughness(parameterCount: curve.growthClass.parameterCount, of: curve.bytes)
    }

    /// The same of any prediction.
    func roughness(parameterCount: Int, of bytes: (Double) -> Double) -> Double? {
        let freedom = scales.count - parameterCount
        guard freedom > 0 else { return nil }
        return distances(from: bytes).reduce(0) { $0 + $1 * $1 } / Double(freedom)
    }

    /// The Bayesian information criterion of a curve, up to a constant: smaller is better.
    ///
    /// All the repeats at a scale miss what a curve misses there: so scales are counted, not
    /// trials. Up to the noise of the repeats, the squares count in full. What goes beyond it is
    /// roughness (size classes, tables that double), and its variance is estimated as the mean of the
    /// squares, so that it costs their logarithm: a program of steps isn't taken for the law that
    /// happens to follow its steps. Both parts are one likelihood, of a variance never below the
    /// repeats'.
    func score(of curve: GrowthCurve) -> Double {
        score(parameterCount: curve.growthClass.parameterCount, of: curve.bytes)
    }

    /// The same of any prediction.
    func score(parameterCount: Int, of bytes: (Double) -> Double) -> Double {
        let count = Double(scales.count)
        let squares = squares(of: bytes)
        let misfit = squares <= count ? squares : count * (1 + naturalLogarithm(squares / count))
        return misfit + Double(parameterCount) * naturalLogarithm(count)
    }

    /// The squared distances from a curve, in standard errors.
    ///
    /// A lower bound, the floor's or a killed run's, costs nothing where the curve keeps it, and as
    /// much as a value there where it doesn't: it can refute a curve, and none gains by it. Killed
    /// runs have no part in fitting the curves, so that none is bent towards the budget at which
    /// they died.
    private func squares(of bytes: (Double) -> Double) -> Double {
        let lowerBounds = floor.map { bounds + [$0] } ?? bounds
        let shortfalls = lowerBounds.map { max(0, $0.bytes - bytes($0.units)) / $0.deviation }
        return (distances(from: bytes) + shortfalls).reduce(0) { $0 + $1 * $1 }
    }

    /// The smallest scale at which a killed run held more than a curve allows: by two of its standard
    /// errors, or of the curve's own roughness.
    func contradiction(of curve: GrowthCurve) -> Double? {
        let width = 2 * max(1, roughness(of: curve) ?? 1).squareRoot()
        return bounds.first { bound in
            bound.bytes - curve.bytes(at: bound.units) > width * bound.deviation
        }?.units
    }

    /// Whether a curve grows over the measured range by 5 %, and by more than two runs differ.
    func isGrowing(_ curve: GrowthCurve) -> Bool {
        guard let first = scales.first, let last = scales.last else { return false }
        let start = curve.bytes(at: first.units)
        let growth = curve.bytes(at: last.units) - start
        return growth >= max(0.05 * start, 2 * noise.deviation(of: start))
    }

    /// The root mean square of the distances as shares of what is predicted, of those that are free;
    /// nil if there are no more scales than figures fitted.
    func residualShare(of curve: GrowthCurve) -> Double? {
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0 else { return nil }
        let shares = scales.map { $0.bytes / max(curve.bytes(at: $0.units), 1) - 1 }
        return (shares.reduce(0) { $0 + $1 * $1 } / Double(freedom)).squareRoot()
    }

    /// The root mean square of the distances as a share of the growth over the measured scales, of those
    /// that are free; nil as above, and for a curve that doesn't grow.
    func residualGrowthShare(of curve: GrowthCurve) -> Double? {
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0, let first = scales.first, let last = scales.last else { return nil }
        let growth = curve.bytes(at: last.units) - curve.bytes(at: first.units)
        guard growth > 0 else { return nil }
        let squares = scales.map { $0.bytes - curve.bytes(at: $0.units) }.map { $0 * $0 }
        return (squares.reduce(0, +) / Double(freedom)).squareRoot() / growth
    }

    /// The slope of the best line through the values, in bytes for each unit; never negative.
    func slope() -> Interval { freeFit(of: .linear).slope.mapped { max($0, 0) } }

    /// The misfit beyond the best law's from which a law's interval says nothing, as for a class.
    private static let refutingMisfit = 10.0

    /// The growth over the measured scales, as a share of what is held at the smallest, with its 95 %
    /// interval; negative for a job that holds less with scale.
    ///
    /// It is at most what any law that grows allows. A law that the readings refute has an interval as wide
    /// as it misfits, so what the growth is at least is up to the others. A job that falls is judged without
    /// any.
    func rangeGrowth() -> Interval {
        if let fall { return fall }
        let fits = GrowthClass.allCases.filter { $0 != .constant }.map(freeFit)
        let shares = fits.map(rangeGrowth)
        let misfits = fits.map { fit in
            distances(from: fit.curve).reduce(0) { $0 + $1 * $1 }
        }
        let best = misfits.indices.min { misfits[$0] < misfits[$1] } ?? 0
        let roughness = max(1, misfits[best] / Double(max(1, scales.count - 2)))
        let limit = misfits[best] + Self.refutingMisfit * roughness
        let low = misfits.indices.filter { misfits[$0] <= limit }.map { shares[$0].low }
        return Interval(
            estimate: shares[best].estimate, low: low.min() ?? shares[best].low,
            high: shares.map(\.high).max() ?? .infinity)
    }

    private func rangeGrowth(of fit: FreeFit) -> Interval {
        guard let first = scales.first, let last = scales.last else {
            return Interval(estimate: 0, low: 0, high: .infinity)
        }
        let law = fit.curve.growthClass
        let range = law.value(at: last.units) - law.value(at: first.units)
        let start = max(fit.curve.bytes(at: first.units), 1)
        return fit.slope.mapped { $0 * range / start }
    }

    /// The best curve of a law without any constraint, which may fall, and the 95 % interval of its slope.
    private typealias FreeFit = (curve: GrowthCurve, slope: Interval)

    /// Fits a law.
    ///
    /// The slope's error is the larger of what the repeats say and what the residuals say, each by
    /// Student's t: a program of steps has small repeats, and a few scales may lie on a curve by luck.
    private func freeFit(of law: GrowthClass) -> FreeFit {
        let line = WeightedLine(scales.map { $0.point(of: law) })
        let curve = GrowthCurve(
            growthClass: law, baseBytes: line.base(slope: line.slope), slopeBytes: line.slope)
        var errors = StudentT.quantile95(freedom: noiseFreedom)
        if let roughness = roughness(of: curve) {
            let residual = StudentT.quantile95(freedom: scales.count - 2) * roughness.squareRoot()
            errors = max(errors, residual)
        }
        let half = errors * line.slopeError
        return (
            curve, Interval(estimate: line.slope, low: line.slope - half, high: line.slope + half)
        )
    }
}
