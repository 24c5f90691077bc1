/// The expected need of a strategy at a scale.
///
/// Computed by ``GrowthFit/estimate(at:seed:)``.
package struct GrowthEstimate: Hashable, Sendable {
    /// The peak of one run, in bytes, with its 95 % interval over all candidate curves.
    package let bytes: Interval
    /// Whether the scale is beyond 100 times the largest measured one, so that the estimate is only
    /// a guess.
    package let isFarExtrapolation: Bool
}

extension GrowthFit {
    /// Returns the expected peak at a scale, measured or not.
    ///
    /// The estimate follows ``curve``, and its interval spans the intervals of all candidates. Each
    /// of these allows for the uncertainty of the curve and for the noise of one run. With two
    /// scales, nearly every class fits, so the estimate is that of a line and the interval reaches
    /// from the slowest class that the floor allows to the quadratic one. Memory is assumed not to
    /// shrink with scale, so the estimate is never below what a smaller run held when it was
    /// killed.
    ///
    /// - Parameters:
    ///   - units: The scale.
    ///   - seed: The seed of the bootstrap; the same seed gives the same interval. Default 42.
    package func estimate(at units: Int, seed: UInt64 = 42) -> GrowthEstimate {
        precondition(units >= 0, "a scale can't have fewer than 0 units")
        let scale = Double(units)
        let fitted = Interval(
            estimate: curve.bytes(at: scale), spanning: predictions(at: scale, seed: seed))
        let held = readings.bounds.filter { $0.units <= scale }
        let bytes = Interval(
            estimate: held.map(\.bytes).reduce(fitted.estimate, max),
            // Another run may have held less, as far as noise allows.
            low: held.map { $0.bytes - 2 * $0.deviation }.reduce(fitted.low, max),
            high: fitted.high)
        return GrowthEstimate(bytes: bytes, isFarExtrapolation: scale > unitsInReach)
    }

    /// Returns the interval of one run's peak according to each candidate.
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

    /// 100 times the largest measured scale. Extrapolations beyond it are marked as guesses.
    var unitsInReach: Double {
        100 * (readings.scales.last?.units ?? 0)
    }
}

/// A residual bootstrap of one curve, which shows how noise could have changed the fit.
struct GrowthResampling {
    private static let drawCount = 500
    /// Five quantiles of the half-normal distribution, of variance 1, used if no residuals show the
    /// noise.
    private static let normal = [0.134, 0.411, 0.719, 1.105, 1.755]

    private let curve: GrowthCurve
    /// The measured scales with the values predicted by the curve.
    private let points: [WeightedPoint]
    /// The standard errors by which each point may be redrawn.
    private let deviations: [Double]
    private let floor: WeightedPoint?
    /// Distances from the curve in standard errors, scaled to those of the true curve. Each is used
    /// with either sign, because so few residuals can't show a skew.
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
            // A fitted curve is closer to its points than the true one, by √((m − p) / m). And a
            // few scales may lie on it by chance, so the residuals are at least as large as the
            // noise of the repeats.
            let factor = (max(roughness, 1) / mean).squareRoot()
            residuals = distances.map { $0 * factor }
        }
        let student = StudentT.quantile95(freedom: readings.noiseFreedom) / StudentT.normal95
        residuals = residuals.map { $0 * student }
        self.residuals = residuals + residuals.map { -$0 }
    }

    /// Returns the 2.5th and the 97.5th percentile of a figure over the redrawn curves.
    ///
    /// - Parameters:
    ///   - seed: The same seed draws the same curves.
    ///   - figure: Computes the figure from a curve and the residual of one more reading, in
    ///     standard errors.
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

    /// Returns the curve fitted to redrawn readings.
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
