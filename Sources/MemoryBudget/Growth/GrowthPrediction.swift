/// The memory that one more run needs at any scale, between ends that it exceeds with some probability.
///
/// Unlike ``GrowthFit/estimate(at:seed:)``, whose interval holds 95 %, it takes any probability, because it
/// draws nothing: a prediction interval by Student's t around each curve that the readings allow, and the
/// outermost of their ends. Tables that double count where they describe the readings and no curve does, and
/// beyond the largest measured scale wherever the readings allow one.
package struct GrowthPrediction: Sendable {
    private let fit: GrowthFit
    /// The curves that the readings allow, each with the standard errors to its ends.
    private let curves: [(curve: GrowthCurve, line: WeightedLine, errorCount: Double)]

    /// Prepares predictions.
    ///
    /// - Parameter risk: The probability to either side, more than 0 and less than 0.5.
    package init(of fit: GrowthFit, risk: Double) {
        self.fit = fit
        let readings = fit.readings
        curves = fit.curves.map { curve in
            let line = WeightedLine(readings.scales.map { $0.point(of: curve.growthClass) })
            return (curve, line, readings.errorCount(of: curve, risk: risk))
        }
    }

    /// The need at a scale, measured or not, in bytes.
    package func interval(at units: Int) -> Interval {
        precondition(units >= 0, "a scale has no fewer than 0 units")
        let scale = Double(units)
        let ends = curves.map { curve, line, errorCount in
            let bytes = curve.bytes(at: scale)
            let half = errorCount * error(of: curve, line, at: scale)
            return (low: max(bytes - half, 0), high: bytes + half)
        }
        let isStepped = fit.doubts.contains { if case .steps = $0 { true } else { false } }
        let tables = isStepped || fit.isExtrapolated(at: units) ? fit.tables : []
        return Interval(
            estimate: fit.curve.bytes(at: scale), low: ends.map(\.low).min() ?? 0,
            high: (ends.map(\.high) + tables.map { $0.highBytes(at: scale) }).max() ?? .infinity)
    }

    /// The standard error of one more run, of the curve and of the run together.
    private func error(of curve: GrowthCurve, _ line: WeightedLine, at units: Double) -> Double {
        let law = curve.growthClass
        let ofCurve = law == .constant ? line.meanError : line.error(at: law.value(at: units))
        let ofRun = fit.readings.largestDeviation(of: curve.bytes(at: units))
        return (ofCurve * ofCurve + ofRun * ofRun).squareRoot()
    }
}

extension GrowthFit {
    /// Whether a scale lies beyond the largest that was measured.
    package func isExtrapolated(at units: Int) -> Bool {
        Double(units) > readings.scales.last?.units ?? 0
    }

    /// Whether a scale lies past a hundred times the largest that was measured.
    package func isFarExtrapolated(at units: Int) -> Bool { Double(units) > unitsInReach }
}

extension GrowthReadings {
    /// The larger of what the noise says and what the residuals say, in standard errors: a few scales may lie
    /// on a curve by luck. Noise that no repeats estimated is known beforehand.
    fileprivate func errorCount(of curve: GrowthCurve, risk: Double) -> Double {
        let noiseFreedom = hasRepeats ? noiseFreedom : StudentT.knownFreedom
        let noise = StudentT.quantile(tail: risk, freedom: noiseFreedom)
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0, let roughness = roughness(of: curve) else { return noise }
        return max(noise, StudentT.quantile(tail: risk, freedom: freedom) * roughness.squareRoot())
    }
}
