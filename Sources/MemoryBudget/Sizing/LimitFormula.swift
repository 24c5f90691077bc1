/// The limit that a job gets for an input of some size: a curve that keeps the risk at every size.
package struct LimitFormula: Hashable, Sendable, Codable {
    /// The limit in bytes, as a function of the scale.
    package let curve: GrowthCurve
    /// The smallest scale that was measured: what is smaller gets the limit of this one.
    package let smallestUnits: Int

    /// Creates a formula.
    package init(curve: GrowthCurve, smallestUnits: Int) {
        self.curve = curve
        self.smallestUnits = smallestUnits
    }

    /// The limit at a scale, in bytes, not rounded to what an engine takes.
    package func bytes(at units: Int) -> Double {
        curve.bytes(at: Double(max(units, smallestUnits)))
    }

    /// The same with every limit multiplied.
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
    /// The limit at every scale up to one, which a run exceeds with some probability at most.
    ///
    /// Of all curves that the readings allow and that lie nowhere below the upper end of ``GrowthPrediction``,
    /// it is the one that is least above it where it is most.
    ///
    /// - Parameters:
    ///   - units: The largest scale.
    ///   - risk: The probability, more than 0 and less than 0.5.
    ///   - runNoise: As of ``GrowthPrediction``.
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

/// The curves of one law that lie nowhere below some points.
private struct LimitCurves {
    private static let stepCount = 33

    private let law: GrowthClass
    private let points: [(value: Double, bytes: Double)]

    init(of law: GrowthClass, above ends: [(units: Double, bytes: Double)]) {
        self.law = law
        points = ends.map { (law.value(at: $0.units), $0.bytes) }
    }

    /// The curve that is least above the points, as a multiple of the one where it is most.
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

    /// The lowest curve of a slope that no point lies above; it holds something at any scale.
    private func raised(slope: Double) -> GrowthCurve {
        let base = points.map { $0.bytes - slope * $0.value }.reduce(0, max)
        return GrowthCurve(growthClass: law, baseBytes: base, slopeBytes: slope)
    }

    private func excess(of curve: GrowthCurve) -> Double {
        points.map { (curve.baseBytes + curve.slopeBytes * $0.value) / max($0.bytes, 1) }
            .reduce(1, max)
    }

    /// Scales from one to another, each about as many times the one before.
    static func steps(from low: Int, to high: Int) -> [Int] {
        // Halves of halves: square roots of the product, as often as makes so many.
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
