/// The residual bootstrap of one curve: what it would have been, had the noise fallen otherwise.
struct GrowthResampling {
    private static let drawCount = 500
    /// Five points of the normal distribution, of variance 1: where nothing is left to show noise.
    private static let normal = [0.134, 0.411, 0.719, 1.105, 1.755]

    private let curve: GrowthCurve
    /// The scales, each with what the curve predicts.
    private let points: [WeightedPoint]
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
        let distances = readings.distances(from: curve)
        let mean = distances.reduce(0) { $0 + $1 * $1 } / Double(distances.count)
        var residuals = Self.normal
        if let roughness = readings.roughness(of: curve), mean > 0 {
            // A fitted curve is nearer to its points than the true one is, by √((m − p) / m). And
            // a few scales may lie on it by luck: the noise of the repeats is the least there is.
            let factor = (max(roughness, 1) / mean).squareRoot()
            residuals = distances.map { $0 * factor }
        }
        self.residuals = residuals + residuals.map { -$0 }
    }

    /// The 2.5th and the 97.5th percentile of a figure of redrawn curves.
    ///
    /// - Parameters:
    ///   - seed: The same seed draws the same curves.
    ///   - figure: Of a curve, and of a residual that one more reading might have, in standard
    ///     errors.
    func ends(
        seed: UInt64, _ figure: (GrowthCurve, Double) -> Double
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
            drawn[index].bytes += drawn[index].deviation * residual(&generator)
        }
        return GrowthCurve(curve.growthClass, through: drawn, above: floor)
    }

    private func residual(_ generator: inout SplitMix64) -> Double {
        residuals[Int.random(in: residuals.indices, using: &generator)]
    }
}
