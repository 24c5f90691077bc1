extension GrowthReadings {
    /// How far the medians lie above a curve, in standard errors.
    func distances(from curve: GrowthCurve) -> [Double] {
        scales.map { ($0.bytes - curve.bytes(at: $0.units)) / $0.deviation }
    }

    /// The mean square of the distances for each that is free, in standard errors: 1 is the repeats'
    /// noise; nil if there are no more scales than figures fitted.
    func roughness(of curve: GrowthCurve) -> Double? {
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0 else { return nil }
        return distances(from: curve).reduce(0) { $0 + $1 * $1 } / Double(freedom)
    }

    /// The Bayesian information criterion of a curve, up to a constant: smaller is better.
    ///
    /// What a curve misses at a scale, all the repeats there miss: so scales are counted, not
    /// trials. Up to the noise of the repeats, the squares count in full. What goes beyond it is
    /// roughness (size classes, tables that double), and its variance is estimated as the mean of the
    /// squares, so that it costs their logarithm: a program of steps isn't taken for the law that
    /// happens to follow its steps. Both parts are one likelihood, of a variance never below the
    /// repeats'.
    func score(of curve: GrowthCurve) -> Double {
        let count = Double(scales.count)
        let squares = squares(of: curve)
        let misfit = squares <= count ? squares : count * (1 + naturalLogarithm(squares / count))
        return misfit + Double(curve.growthClass.parameterCount) * naturalLogarithm(count)
    }

    /// The squared distances from a curve, in standard errors.
    ///
    /// A lower bound, the floor's or a killed run's, costs nothing where the curve keeps it, and as
    /// much as a value there where it doesn't: it can refute a curve, and none gains by it. Killed
    /// runs have no part in fitting the curves, so that none is bent towards the budget at which
    /// they died.
    private func squares(of curve: GrowthCurve) -> Double {
        let lowerBounds = floor.map { bounds + [$0] } ?? bounds
        let shortfalls = lowerBounds.map {
            max(0, $0.bytes - curve.bytes(at: $0.units)) / $0.deviation
        }
        return (distances(from: curve) + shortfalls).reduce(0) { $0 + $1 * $1 }
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

    /// The slope of the best line through the values, in bytes for each unit; never negative.
    ///
    /// Its error is the larger of what the repeats say and what the residuals say, each by Student's
    /// t: a program of steps has small repeats, and a few scales may lie on a line by luck.
    func slope() -> GrowthInterval {
        let line = WeightedLine(scales.map { $0.point(of: .linear) })
        let curve = GrowthCurve(
            growthClass: .linear, baseBytes: line.base(slope: line.slope), slopeBytes: line.slope)
        var errors = StudentT.quantile95(freedom: noiseFreedom)
        if let roughness = roughness(of: curve) {
            let residual = StudentT.quantile95(freedom: scales.count - 2) * roughness.squareRoot()
            errors = max(errors, residual)
        }
        let half = errors * line.slopeError
        return GrowthInterval(estimate: line.slope, low: line.slope - half, high: line.slope + half)
            .mapped { max($0, 0) }
    }
}
