/// A prediction interval for the memory that one more run needs at any scale, at a chosen risk.
///
/// Unlike ``GrowthFit/estimate(at:seed:)``, which gives a 95 % interval by resampling, the
/// prediction takes any risk. Its interval is the intersection of two:
///
/// - The union of the curves' prediction intervals by Student's t, over all curves that the
///   readings allow. Beyond the largest measured scale, only this interval is used.
/// - Within the measured scales, an interval around the interpolation between the two neighbouring
///   scales. Scales that are far away don't affect it.
///
/// If both are used, each has half of the risk, so that together they don't exceed it.
///
/// A job that needs this much for one input is assumed to need at least as much for a larger one.
/// So no interval ends below the reading of a smaller scale, which matters if no curve describes
/// the readings.
///
/// Doubling tables are used if they describe the readings and no curve does, which rules out
/// interpolation between neighbours. They are also used beyond the largest measured scale whenever
/// the readings allow one.
package struct GrowthPrediction: Sendable {
    private let fit: GrowthFit
    /// The curves that the readings allow, each with its unconstrained line.
    private let curves: [(curve: GrowthCurve, line: WeightedLine)]
    /// The number of standard errors to the ends of each curve's interval, within the measured
    /// scales and beyond them.
    private let curveErrorCounts: (within: [Double], beyond: [Double])
    private let neighbours: ScaleNeighbours
    /// The noise of the predicted run.
    private let runNoise: GrowthNoise
    /// The number of standard errors to either end of the interpolation's interval.
    private let errorCount: Double

    /// Prepares predictions from a fit.
    ///
    /// - Parameters:
    ///   - risk: The probability that a run is above the interval, and likewise below; between 0
    ///     and 0.5, exclusive.
    ///   - runNoise: The noise of the predicted run; `nil` takes that of the readings.
    package init(of fit: GrowthFit, risk: Double, runNoise: GrowthNoise? = nil) {
        let readings = fit.readings
        func counts(_ risk: Double) -> [Double] {
            fit.curves.map { readings.errorCount(of: $0, risk: risk) }
        }
        self.fit = fit
        self.runNoise = runNoise ?? readings.noise
        errorCount = readings.noiseErrorCount(risk: risk / 2)
        neighbours = ScaleNeighbours(readings.scales, law: fit.curve.growthClass)
        curveErrorCounts = (within: counts(risk / 2), beyond: counts(risk))
        curves = fit.curves.map { curve in
            (curve, WeightedLine(readings.scales.map { $0.point(of: curve.growthClass) }))
        }
    }

    /// Returns the interval of the need at a scale, measured or not, in bytes.
    package func interval(at units: Int) -> Interval {
        precondition(units >= 0, "a scale can't have fewer than 0 units")
        let scale = Double(units)
        let between =
            fit.isStepped || fit.isExtrapolated(at: units) ? nil : neighbours.reading(at: scale)
        var ends = curveEnds(
            at: scale,
            errorCounts: between == nil ? curveErrorCounts.beyond : curveErrorCounts.within)
        if let between {
            let half = errorCount * deviation(of: between)
            ends.low = max(ends.low, between.bytes - half)
            ends.high = max(between.bytes, min(ends.high, between.bytes + half))
        } else {
            ends.high = fit.tables.map { $0.highBytes(at: scale) }.reduce(ends.high, max)
        }
        let reached = fit.readings.scales.prefix { $0.units <= scale }.map(\.bytes)
        ends.high = reached.reduce(ends.high, max)
        let estimate = fit.curve.bytes(at: scale)
        let isNear = ends.low <= estimate && estimate <= ends.high
        let nearest = isNear ? estimate : between?.bytes ?? estimate
        return Interval(
            estimate: min(max(nearest, ends.low), ends.high), low: ends.low, high: ends.high)
    }

    private func curveEnds(
        at units: Double, errorCounts: [Double]
    ) -> (low: Double, high: Double) {
        let ends = zip(curves, errorCounts).map { fitted, errorCount in
            let (curve, line) = fitted
            let law = curve.growthClass
            let value = law.value(at: units)
            let ofCurve = law == .constant ? line.meanError : line.error(at: value)
            let bytes = curve.bytes(at: units)
            let half = errorCount * deviation(of: (bytes: bytes, deviation: ofCurve))
            return (low: max(bytes - half, 0), high: bytes + half)
        }
        return (ends.map(\.low).min() ?? 0, ends.map(\.high).max() ?? .infinity)
    }

    /// Returns the standard error of one more run: the error of the reading and the noise of the
    /// run together.
    private func deviation(of reading: (bytes: Double, deviation: Double)) -> Double {
        let ofRun = max(
            runNoise.deviation(of: reading.bytes),
            fit.readings.proportionalNoise?.deviation(of: reading.bytes) ?? 0)
        return (reading.deviation * reading.deviation + ofRun * ofRun).squareRoot()
    }
}

extension GrowthFit {
    /// Whether the readings lie so far from every curve that none can be extrapolated.
    package var isMisfit: Bool {
        doubts.contains { if case .misfit = $0 { true } else { false } }
    }

    /// Returns whether a scale is larger than the largest measured one.
    package func isExtrapolated(at units: Int) -> Bool {
        Double(units) > readings.scales.last?.units ?? 0
    }

    /// Returns whether a scale is more than 100 times the largest measured one.
    package func isFarExtrapolated(at units: Int) -> Bool { Double(units) > unitsInReach }

    /// Whether a doubling table describes the readings and no curve does.
    fileprivate var isStepped: Bool {
        doubts.contains { if case .steps = $0 { true } else { false } }
    }
}

extension GrowthReadings {
    /// Returns the number of standard errors to an end of an interval, considering only the noise.
    /// Noise that was not estimated from repeats counts as known.
    fileprivate func noiseErrorCount(risk: Double) -> Double {
        StudentT.quantile(
            tail: risk, freedom: hasRepeats ? noiseFreedom : StudentT.knownFreedom)
    }

    /// Returns the number of standard errors according to the noise or to the residuals of a curve,
    /// whichever is larger. A few scales may lie on a curve by chance.
    fileprivate func errorCount(of curve: GrowthCurve, risk: Double) -> Double {
        let noise = noiseErrorCount(risk: risk)
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0, let roughness = roughness(of: curve) else { return noise }
        return max(noise, StudentT.quantile(tail: risk, freedom: freedom) * roughness.squareRoot())
    }
}

/// Interpolation between two measured scales, along the curve of one class through both.
private struct ScaleNeighbours {
    private let scales: [GrowthReadings.Scale]
    private let law: GrowthClass
    /// The error halfway between two neighbours, as a share of the reading.
    private var bendShare: Double

    init(_ scales: [GrowthReadings.Scale], law: GrowthClass) {
        self.scales = scales
        self.law = law == .constant ? .linear : law
        bendShare = 0
        bendShare = bend
    }

    /// Returns the interpolated reading at a scale with its standard error; `nil` outside the
    /// measured scales.
    func reading(at units: Double) -> (bytes: Double, deviation: Double)? {
        guard let index = scales.firstIndex(where: { $0.units >= units }) else { return nil }
        if scales[index].units == units {
            return (scales[index].bytes, scales[index].deviation)
        }
        guard index > 0 else { return nil }
        return reading(at: units, between: scales[index - 1], and: scales[index])
    }

    private func reading(
        at units: Double, between low: GrowthReadings.Scale, and high: GrowthReadings.Scale
    ) -> (bytes: Double, deviation: Double) {
        let start = law.value(at: low.units)
        let share = (law.value(at: units) - start) / (law.value(at: high.units) - start)
        let bytes = low.bytes + share * (high.bytes - low.bytes)
        let (ofLow, ofHigh) = ((1 - share) * low.deviation, share * high.deviation)
        let ofBend = 4 * share * (1 - share) * bendShare * bytes
        return (bytes, (ofLow * ofLow + ofHigh * ofHigh + ofBend * ofBend).squareRoot())
    }

    /// The distance of the readings from the interpolation between their neighbours, as a share.
    /// Between scales half as far apart, a quarter of that distance is expected.
    private var bend: Double {
        let misses = scales.indices.dropFirst().dropLast().map { index in
            let scale = scales[index]
            let arc = reading(at: scale.units, between: scales[index - 1], and: scales[index + 1])
            return (scale.bytes - arc.bytes) / max(arc.bytes, 1)
        }
        guard !misses.isEmpty else { return 0 }
        let mean = misses.reduce(0) { $0 + $1 * $1 } / Double(misses.count)
        return mean.squareRoot() / 4
    }
}
