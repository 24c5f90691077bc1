/// The readings of one strategy's trials, grouped by scale.
struct GrowthReadings: Hashable, Sendable {
    /// The reading of one scale and its standard error.
    struct Scale: Hashable, Sendable {
        let units: Double
        /// The median of the values, or the largest of the lower bounds, in bytes.
        let bytes: Double
        let deviation: Double

        func point(of growthClass: GrowthClass) -> WeightedPoint {
            WeightedPoint(
                value: growthClass.value(at: units), bytes: bytes, deviation: deviation)
        }
    }

    /// The scales above 0 units that have values, ascending.
    let scales: [Scale]
    /// The values at 0 units.
    let floor: Scale?
    /// The lower bounds from killed runs, one per scale.
    let bounds: [Scale]
    /// The smallest scale at which a run under a budget completed with less memory than another run
    /// held when it was killed; `nil` if there is none.
    let disagreement: Double?
    /// The noise, as estimated from the repeats.
    let noise: GrowthNoise
    /// The noise if it were entirely proportional to the reading; `nil` if the repeats refute that.
    let proportionalNoise: GrowthNoise?
    /// The degrees of freedom with which ``noise`` was estimated, including those of the assumed
    /// noise.
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

    /// The number of scales, counting only those with at least twice the units of the previous one.
    var spacedCount: Int {
        GrowthFit.spacedCount(of: scales.map { Int($0.units) })
    }

    /// Groups points by scale, ascending. The readings are sorted too, so that their order can't
    /// matter.
    private static func grouped(_ points: [GrowthPoint]) -> [(units: Double, bytes: [Double])] {
        Dictionary(grouping: points, by: \.units)
            .map { (units: Double($0), bytes: $1.map { Double($0.bytes) }.sorted()) }
            .sorted { $0.units < $1.units }
    }

    private static func median(ofSorted values: [Double]) -> Double {
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// The maximum by which proportional noise may be less likely than ``noise``, as a logarithm.
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

    /// Returns the largest deviation that a reading may have. Ten repeats can hardly tell
    /// proportional from constant noise, and the difference matters far from most of the readings.
    func largestDeviation(of bytes: Double) -> Double {
        max(noise.deviation(of: bytes), proportionalNoise?.deviation(of: bytes) ?? 0)
    }

    /// Returns the standard error of the median of normal values with standard error 1. It goes
    /// from 1 for a single value to √(π/2n) for many, and is within 1 % for three and five values.
    static func medianError(_ count: Int) -> Double {
        let half = Double.pi / 2
        return (half / (Double(count) + half - 1)).squareRoot()
    }

    /// The weight of the assumed noise, as a number of repeats.
    static let assumedFreedom = 2

    /// Returns the noise shown by the repeats, as a multiple of the assumed noise.
    ///
    /// Ten repeats can't tell relative from absolute noise, so the proportion of the two is kept as
    /// assumed. The assumed noise is used if there are no repeats, and keeps three equal readings
    /// from suggesting that there is no noise.
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
    /// Returns the distances of the medians above a curve, in standard errors.
    func distances(from curve: GrowthCurve) -> [Double] { distances(from: curve.bytes) }

    private func distances(from bytes: (Double) -> Double) -> [Double] {
        scales.map { ($0.bytes - bytes($0.units)) / $0.deviation }
    }

    /// Returns the sum of squared distances per degree of freedom, in standard errors; 1 is the
    /// noise of the repeats. `nil` if there are no more scales than fitted parameters.
    func roughness(of curve: GrowthCurve) -> Double? {
        roughness(parameterCount: curve.growthClass.parameterCount, of: curve.bytes)
    }

    /// Returns the roughness of any prediction.
    func roughness(parameterCount: Int, of bytes: (Double) -> Double) -> Double? {
        let freedom = scales.count - parameterCount
        guard freedom > 0 else { return nil }
        return distances(from: bytes).reduce(0) { $0 + $1 * $1 } / Double(freedom)
    }

    /// Returns the Bayesian information criterion of a curve, up to a constant; smaller is better.
    ///
    /// All repeats at a scale share the same misfit, so the criterion counts scales, not trials.
    /// Squared distances count in full up to the noise of the repeats. Anything beyond is
    /// roughness, such as size classes or doubling tables. Its variance is estimated by the mean of
    /// the squares, so its cost is their logarithm. This keeps a program with steps from being
    /// taken for the class that happens to follow its steps. Both parts form one likelihood, whose
    /// variance is never below that of the repeats.
    func score(of curve: GrowthCurve) -> Double {
        score(parameterCount: curve.growthClass.parameterCount, of: curve.bytes)
    }

    /// Returns the score of any prediction.
    func score(parameterCount: Int, of bytes: (Double) -> Double) -> Double {
        let count = Double(scales.count)
        let squares = squares(of: bytes)
        let misfit = squares <= count ? squares : count * (1 + naturalLogarithm(squares / count))
        return misfit + Double(parameterCount) * naturalLogarithm(count)
    }

    /// Returns the sum of squared distances from a curve, in standard errors.
    ///
    /// A lower bound (the floor or a killed run) costs nothing if the curve is above it, and as
    /// much as a value otherwise: it can refute a curve but not support one. Killed runs are not
    /// used for fitting, so that no curve is bent towards the budget.
    private func squares(of bytes: (Double) -> Double) -> Double {
        let lowerBounds = floor.map { bounds + [$0] } ?? bounds
        let shortfalls = lowerBounds.map { max(0, $0.bytes - bytes($0.units)) / $0.deviation }
        return (distances(from: bytes) + shortfalls).reduce(0) { $0 + $1 * $1 }
    }

    /// Returns the smallest scale at which a killed run held more than a curve predicts, by two
    /// standard errors, widened by the curve's roughness.
    func contradiction(of curve: GrowthCurve) -> Double? {
        let width = 2 * max(1, roughness(of: curve) ?? 1).squareRoot()
        return bounds.first { bound in
            bound.bytes - curve.bytes(at: bound.units) > width * bound.deviation
        }?.units
    }

    /// Returns whether a curve grows over the measured range by at least 5 %, and by more than two
    /// equal runs differ.
    func isGrowing(_ curve: GrowthCurve) -> Bool {
        guard let first = scales.first, let last = scales.last else { return false }
        let start = curve.bytes(at: first.units)
        let growth = curve.bytes(at: last.units) - start
        return growth >= max(0.05 * start, 2 * noise.deviation(of: start))
    }

    /// Returns the root mean square of the relative distances from a curve, per degree of freedom;
    /// `nil` if there are no more scales than fitted parameters.
    func residualShare(of curve: GrowthCurve) -> Double? {
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0 else { return nil }
        let shares = scales.map { $0.bytes / max(curve.bytes(at: $0.units), 1) - 1 }
        return (shares.reduce(0) { $0 + $1 * $1 } / Double(freedom)).squareRoot()
    }

    /// Returns the root mean square of the distances from a curve, as a share of its growth over
    /// the measured scales. `nil` if there are no more scales than fitted parameters, or no growth.
    func residualGrowthShare(of curve: GrowthCurve) -> Double? {
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0, let first = scales.first, let last = scales.last else { return nil }
        let growth = curve.bytes(at: last.units) - curve.bytes(at: first.units)
        guard growth > 0 else { return nil }
        let squares = scales.map { $0.bytes - curve.bytes(at: $0.units) }.map { $0 * $0 }
        return (squares.reduce(0, +) / Double(freedom)).squareRoot() / growth
    }

    /// Returns the slope of the best-fitting line, in bytes per unit; never negative.
    func slope() -> Interval { freeFit(of: .linear).slope.mapped { max($0, 0) } }

    /// The misfit above that of the best class at which a class counts as refuted.
    private static let refutingMisfit = 10.0

    /// Returns the growth over the measured scales, as a share of the memory held at the smallest
    /// one. It has a 95 % interval, and is negative for a job whose memory falls.
    ///
    /// The upper end is the highest that any growing class allows. A refuted class has an interval
    /// as wide as its misfit, so the lower end is taken from the other classes. A job whose memory
    /// falls is judged without any class.
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

    /// The best curve of a class without constraints, which may fall, and the 95 % interval of its
    /// slope.
    private typealias FreeFit = (curve: GrowthCurve, slope: Interval)

    /// Fits a class without constraints.
    ///
    /// The slope's error is the larger of those from the repeats and from the residuals, both by
    /// Student's t. A program with steps varies little between repeats, and a few scales may lie on
    /// a curve by chance.
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
