/// The expected need of a strategy at a scale.
package struct GrowthEstimate: Hashable, Sendable {
    /// The peak of one run, in bytes, with its 95 % interval over all candidates.
    package let bytes: Interval
    /// Whether the scale lies past a hundred times the largest measured: a guess, to be called one.
    package let isFarExtrapolation: Bool
}

extension GrowthFit {
    /// The expected peak at a scale, measured or not.
    ///
    /// It follows ``curve``, and its interval spans the candidates' own: each allows for another
    /// curve, and for another run on it. Two scales, through which nearly every law can be drawn,
    /// thus give the line's estimate, from the slowest law that the floor allows to the square.
    /// Memory doesn't shrink with scale, so it is never below what a smaller run held when it was
    /// killed.
    ///
    /// - Parameters:
    ///   - units: The scale.
    ///   - seed: Of the bootstrap; the same seed gives the same interval. Default 42.
    package func estimate(at units: Int, seed: UInt64 = 42) -> GrowthEstimate {
        precondition(units >= 0, "a scale has no fewer than 0 units")
        let scale = Double(units)
        let fitted = Interval(
            estimate: curve.bytes(at: scale), spanning: predictions(at: scale, seed: seed))
        let held = readings.bounds.filter { $0.units <= scale }
        let bytes = Interval(
            estimate: held.map(\.bytes).reduce(fitted.estimate, max),
            // Another run may have held as much less as the noise allows.
            low: held.map { $0.bytes - 2 * $0.deviation }.reduce(fitted.low, max),
            high: fitted.high)
        return GrowthEstimate(bytes: bytes, isFarExtrapolation: scale > unitsInReach)
    }

    /// Where each candidate says that one run lies.
    private func predictions(at units: Double, seed: UInt64) -> [(low: Double, high: Double)] {
        curves.map { candidate in
            let value = candidate.growthClass.value(at: units)
            let resampling = GrowthResampling(readings, around: candidate)
            return resampling.ends(seed: seed) { drawn, residual in
                let bytes = drawn.baseBytes + drawn.slopeBytes * value
                return max(bytes + readings.largestDeviation(of: bytes) * residual, 0)
            }
        }
    }

    /// A hundred times the largest measured scale: what lies past it is said to.
    var unitsInReach: Double {
        100 * (readings.scales.last?.units ?? 0)
    }
}

/// The residual bootstrap of one curve: what it would have been, had the noise fallen otherwise.
struct GrowthResampling {
    private static let drawCount = 500
    /// Five points of the normal distribution, of variance 1: where nothing is left to show noise.
    private static let normal = [0.134, 0.411, 0.719, 1.105, 1.755]

    private let curve: GrowthCurve
    /// The scales, each with what the curve predicts.
    private let points: [WeightedPoint]
    /// The standard error by which each may be redrawn.
    private let deviations: [Double]
    private let floor: WeightedPoint?
    /// Distances from the curve in standard errors, as large as the true curve's would be, and each
    /// with either sign: so few can't show a skew.
    private let residuals: [Double]

    init(_ readings: GrowthReadings, around curve: GrowthCurve) {
        self.curve = curve
        floor = readings.floor?.point(of: curve.growthClass)
        points = readings.scales.map { scale in
            var point = scale.point(of: curve.growthClass)
            point.bytes = curve.bytes(at: scale.units)
            return point
        }
        deviations = readings.scales.map { scale in
            scale.deviation * readings.largestDeviation(of: scale.bytes)
                / readings.noise.deviation(of: scale.bytes)
        }
        let distances = readings.distances(from: curve)
        let mean = distances.reduce(0) { $0 + $1 * $1 } / Double(distances.count)
        var residuals = Self.normal
        if let roughness = readings.roughness(of: curve), mean > 0 {
            // A fitted curve is nearer to its points than the true one is, by √((m − p) / m). And
            // a few scales may lie on it by luck: the noise of the repeats is the least there is.
            let factor = (max(roughness, 1) / mean).squareRoot()
            residuals = distances.map { $0 * factor }
        }
        let student = StudentT.quantile95(freedom: readings.noiseFreedom) / StudentT.normal95
        residuals = residuals.map { $0 * student }
        self.residuals = residuals + residuals.map { -$0 }
    }

    /// The 2.5th and the 97.5th percentile of a figure of redrawn curves.
    ///
    /// - Parameters:
    ///   - seed: The same seed draws the same curves.
    ///   - figure: Of a curve, and of a residual that one more reading might have, in standard
    ///     errors.
    func ends(
        seed: UInt64, of figure: (GrowthCurve, Double) -> Double
    ) -> (low: Double, high: Double) {
        var generator = SplitMix64(seed: seed)
        let figures = (0..<Self.drawCount).map { _ in
            figure(redrawn(&generator), residual(&generator))
        }.sorted()
        let tail = Self.drawCount / 40
        return (figures[tail], figures[Self.drawCount - 1 - tail])
    }

    /// The curve through other readings that this one might have had.
    private func redrawn(_ generator: inout SplitMix64) -> GrowthCurve {
        var drawn = points
        for index in drawn.indices {
            drawn[index].bytes += deviations[index] * residual(&generator)
        }
        return GrowthCurve(curve.growthClass, through: drawn, above: floor)
    }

    private func residual(_ generator: inout SplitMix64) -> Double {
        residuals[Int.random(in: residuals.indices, using: &generator)]
    }
}
