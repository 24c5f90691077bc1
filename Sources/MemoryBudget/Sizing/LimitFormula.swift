/// A formula for a job's memory limit that keeps the risk at every size of the input.
package struct LimitFormula: Hashable, Sendable, Codable {
    /// The limit in bytes, as a function of the scale.
    package let curve: GrowthCurve
    /// The smallest measured scale; smaller inputs get the limit of this scale.
    package let smallestUnits: Int

    /// Creates a formula from a curve.
    package init(curve: GrowthCurve, smallestUnits: Int) {
        self.curve = curve
        self.smallestUnits = smallestUnits
    }

    /// Returns the limit at a scale, in bytes, before rounding to a value that the engine accepts.
    package func bytes(at units: Int) -> Double {
        curve.bytes(at: Double(max(units, smallestUnits)))
    }

    /// Returns the formula with every limit multiplied by a factor.
    package func scaled(by factor: Double) -> LimitFormula {
        let scaled = GrowthCurve(
            growthClass: curve.growthClass, baseBytes: factor * curve.baseBytes,
            slopeBytes: factor * curve.slopeBytes)
        return LimitFormula(curve: scaled, smallestUnits: smallestUnits)
    }

    enum CodingKeys: String, StoredKey {
        case curve
        case smallestUnits = "smallest_units"
    }
}

extension GrowthFit {
    /// Returns a formula for the limit at every scale up to the largest, at a chosen risk.
    ///
    /// Of all curves that are nowhere below the upper end of ``GrowthPrediction``, it takes the one
    /// with the smallest maximum excess. Their classes are those that the readings allow.
    ///
    /// - Parameters:
    ///   - units: The largest scale.
    ///   - risk: The probability that a run exceeds its limit; between 0 and 0.5, exclusive.
    ///   - runNoise: The noise of the predicted run; `nil` takes that of the readings.
    package func limitFormula(
        upTo units: Int, risk: Double, runNoise: GrowthNoise? = nil
    ) -> LimitFormula {
        let smallest = Int(readings.scales.first?.units ?? 1)
        let prediction = GrowthPrediction(of: self, risk: risk, runNoise: runNoise)
        let measured = readings.scales.map { Int($0.units) }.filter { $0 <= units }
        let steps = LimitCurves.steps(from: smallest, to: max(units, smallest)) + measured
        let ends = steps.uniqued().sorted().map { step in
            (units: Double(step), bytes: prediction.interval(at: step).high)
        }
        let laws = ([curve] + curves).map(\.growthClass).uniqued()
        let curves = laws.map { LimitCurves(of: $0, above: ends).best }
        let best = curves.min { $0.excess < $1.excess }
        return LimitFormula(
            curve: best?.curve
                ?? GrowthCurve(growthClass: .constant, baseBytes: .infinity, slopeBytes: 0),
            smallestUnits: smallest)
    }
}

/// The curves of one class that are nowhere below given points.
private struct LimitCurves {
    private static let stepCount = 33

    private let law: GrowthClass
    private let points: [(value: Double, bytes: Double)]

    init(of law: GrowthClass, above ends: [(units: Double, bytes: Double)]) {
        self.law = law
        points = ends.map { (law.value(at: $0.units), $0.bytes) }
    }

    /// The curve with the smallest maximum excess over the points, and that excess as a ratio.
    var best: (curve: GrowthCurve, excess: Double) {
        let slopes = points.indices.flatMap { first in
            points[(first + 1)...].compactMap { later in
                slope(from: points[first], to: later)
            }
        }
        let curves = ([0] + slopes).map(raised)
        let judged = curves.map { curve in (curve: curve, excess: excess(of: curve)) }
        return judged.min { $0.excess < $1.excess } ?? (raised(slope: 0), .infinity)
    }

    private func slope(
        from first: (value: Double, bytes: Double), to last: (value: Double, bytes: Double)
    ) -> Double? {
        guard last.value > first.value, last.bytes > first.bytes else { return nil }
        return (last.bytes - first.bytes) / (last.value - first.value)
    }

    /// Returns the lowest curve with a given slope that no point is above; its base is never
    /// negative.
    private func raised(slope: Double) -> GrowthCurve {
        let base = points.map { $0.bytes - slope * $0.value }.reduce(0, max)
        return GrowthCurve(growthClass: law, baseBytes: base, slopeBytes: slope)
    }

    private func excess(of curve: GrowthCurve) -> Double {
        points.map { (curve.baseBytes + curve.slopeBytes * $0.value) / max($0.bytes, 1) }
            .reduce(1, max)
    }

    /// Returns scales from low to high, spaced about geometrically.
    static func steps(from low: Int, to high: Int) -> [Int] {
        // Inserts geometric means between neighbours until there are enough steps.
        var steps = [low, high]
        while steps.count < stepCount {
            let middles = zip(steps, steps.dropFirst()).map {
                Int((Double($0) * Double($1)).squareRoot())
            }
            steps = zip(steps, middles).flatMap { [$0, $1] } + [high]
        }
        return steps
    }
}
