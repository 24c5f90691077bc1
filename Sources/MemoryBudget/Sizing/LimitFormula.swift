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
    private static let checkedCount = 64

    /// The limit at every scale up to one, which a run exceeds with some probability at most.
    ///
    /// A curve of the likeliest class through the upper ends of ``GrowthPrediction/interval(at:)`` at the smallest
    /// measured scale and at the largest asked for. The ends between them bend, so it is raised until it lies
    /// nowhere below them, nor below any reading.
    ///
    /// - Parameters:
    ///   - units: The largest scale.
    ///   - risk: The probability, more than 0 and less than 0.5.
    package func limitFormula(upTo units: Int, risk: Double) -> LimitFormula {
        let smallest = Int(readings.scales.first?.units ?? 1)
        let law = curve.growthClass
        let prediction = GrowthPrediction(of: self, risk: risk)
        func end(_ units: Int) -> (value: Double, bytes: Double) {
            (law.value(at: Double(units)), prediction.interval(at: units).high)
        }
        let (first, last) = (end(smallest), end(max(units, smallest)))
        let rise = last.value - first.value
        let slope = rise > 0 ? max(0, (last.bytes - first.bytes) / rise) : 0
        let drawn = GrowthCurve(
            growthClass: law, baseBytes: max(0, first.bytes - slope * first.value),
            slopeBytes: slope)
        let ends = Self.steps(from: smallest, to: max(units, smallest)).map { step in
            prediction.interval(at: step).high - drawn.bytes(at: Double(step))
        }
        let above = readings.scales.filter { $0.units <= Double(units) }.map {
            $0.bytes - drawn.bytes(at: $0.units)
        }
        let raised = GrowthCurve(
            growthClass: law, baseBytes: drawn.baseBytes + (ends + above).reduce(0, max),
            slopeBytes: slope)
        return LimitFormula(curve: raised, smallestUnits: smallest)
    }

    /// Scales from one to another, each about as many times the one before.
    private static func steps(from low: Int, to high: Int) -> [Int] {
        // Halves of halves: square roots of the product, as often as makes so many.
        var steps = [low, high]
        while steps.count < checkedCount {
            let middles = zip(steps, steps.dropFirst()).map {
                Int((Double($0) * Double($1)).squareRoot())
            }
            steps = zip(steps, middles).flatMap { [$0, $1] } + [high]
        }
        return steps.uniqued()
    }
}
