/// The memory that one more run needs at any scale, between ends that it exceeds with some probability.
///
/// Unlike ``GrowthFit/estimate(at:seed:)``, whose interval holds 95 %, it takes any probability, because it
/// draws nothing. Two intervals are intersected:
///
/// - Around each curve that the readings allow a prediction interval by Student's t, and the outermost of
///   their ends. It is all there is beyond the largest measured scale.
/// - Within the measured scales that between the two neighbours, whatever lies far from them: a curve that
///   passes the smallest scale by says nothing against the reading at the largest.
///
/// Each has half of the risk where both count, so that together they have no more than all of it.
///
/// A job that needs so much for some input is taken to need it for a larger one too: no interval ends below a
/// reading of a smaller scale, which matters where no curve describes the readings.
///
/// Tables that double count where they describe the readings and no curve does, which leaves no neighbours
/// to go between, and beyond the largest measured scale wherever the readings allow one.
package struct GrowthPrediction: Sendable {
    private let fit: GrowthFit
    /// The curves that the readings allow.
    private let curves: [(curve: GrowthCurve, line: WeightedLine)]
    /// The standard errors to the ends of each curve, within the measured scales and beyond them.
    private let curveErrorCounts: (within: [Double], beyond: [Double])
    private let neighbours: ScaleNeighbours
    /// The noise of the run that is predicted.
    private let runNoise: GrowthNoise
    /// The standard errors to either end between neighbours.
    private let errorCount: Double

    /// Prepares predictions.
    ///
    /// - Parameters:
    ///   - risk: The probability to either side, more than 0 and less than 0.5.
    ///   - runNoise: Of the run that is predicted; nil takes that of the readings.
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

    /// The need at a scale, measured or not, in bytes.
    package func interval(at units: Int) -> Interval {
        precondition(units >= 0, "a scale has no fewer than 0 units")
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

    /// The standard error of one more run, of the reading and of the run together.
    private func deviation(of reading: (bytes: Double, deviation: Double)) -> Double {
        let ofRun = max(
            runNoise.deviation(of: reading.bytes),
            fit.readings.proportionalNoise?.deviation(of: reading.bytes) ?? 0)
        return (reading.deviation * reading.deviation + ofRun * ofRun).squareRoot()
    }
}

extension GrowthFit {
    /// Whether the readings lie so far from every curve that none says anything of larger scales.
    package var isMisfit: Bool {
        doubts.contains { if case .misfit = $0 { true } else { false } }
    }

    /// Whether a scale lies beyond the largest that was measured.
    package func isExtrapolated(at units: Int) -> Bool {
        Double(units) > readings.scales.last?.units ?? 0
    }

    /// Whether a scale lies past a hundred times the largest that was measured.
    package func isFarExtrapolated(at units: Int) -> Bool { Double(units) > unitsInReach }

    /// Whether a table that doubles describes the readings, and no curve does.
    fileprivate var isStepped: Bool {
        doubts.contains { if case .steps = $0 { true } else { false } }
    }
}

extension GrowthReadings {
    /// The standard errors to an end, as far as the noise is concerned. Noise that no repeats estimated is
    /// known beforehand.
    fileprivate func noiseErrorCount(risk: Double) -> Double {
        StudentT.quantile(
            tail: risk, freedom: hasRepeats ? noiseFreedom : StudentT.knownFreedom)
    }

    /// The larger of what the noise says and what the residuals of a curve say: a few scales may lie on a
    /// curve by luck.
    fileprivate func errorCount(of curve: GrowthCurve, risk: Double) -> Double {
        let noise = noiseErrorCount(risk: risk)
        let freedom = scales.count - curve.growthClass.parameterCount
        guard freedom > 0, let roughness = roughness(of: curve) else { return noise }
        return max(noise, StudentT.quantile(tail: risk, freedom: freedom) * roughness.squareRoot())
    }
}

/// Readings between two measured scales, on the arc of a law through both.
private struct ScaleNeighbours {
    private let scales: [GrowthReadings.Scale]
    private let law: GrowthClass
    /// The error halfway between two neighbours, as a share.
    private var bendShare: Double

    init(_ scales: [GrowthReadings.Scale], law: GrowthClass) {
        self.scales = scales
        self.law = law == .constant ? .linear : law
        bendShare = 0
        bendShare = bend
    }

    /// The reading at a scale with its standard error; nil outside the measured ones.
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

    /// The distance of the readings from the arc between their own neighbours, as a share: a quarter of that is
    /// expected between scales half as far apart.
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
