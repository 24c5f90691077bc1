/// The limits that an engine gives a job, by the size of its input.
package struct EngineLimits: Sendable {
    /// The engine.
    package let engine: SizingEngine
    /// The need of one run at the largest input, in bytes, between ends that it exceeds with the risk.
    package let need: Interval
    /// The limit as a formula, for engines that take one; nil for others.
    package private(set) var formula: LimitFormula?
    private let prediction: GrowthPrediction
    private var factor = 1.0

    /// Takes limits from a fit.
    ///
    /// - Parameters:
    ///   - units: The largest input.
    ///   - risk: The probability that a run exceeds its limit, more than 0 and less than 0.5.
    ///   - runNoise: As of ``GrowthPrediction``.
    package init(
        of fit: GrowthFit, for engine: SizingEngine, upTo units: Int, risk: Double,
        runNoise: GrowthNoise? = nil
    ) {
        self.engine = engine
        prediction = GrowthPrediction(of: fit, risk: risk, runNoise: runNoise)
        need = prediction.interval(at: units)
        formula =
            engine.takesFormula
            ? fit.limitFormula(upTo: units, risk: risk, runNoise: runNoise) : nil
    }

    /// The limit at a size, in bytes, not rounded to what the engine takes.
    package func bytes(at units: Int) -> Double {
        formula?.bytes(at: units) ?? factor * prediction.interval(at: units).high
    }

    /// The limit at a size, as the engine takes it; may be above the largest that it has.
    package func limit(at units: Int) -> ByteCount {
        engine.limit(atLeast: bytes(at: units))
    }

    /// Multiplies every limit.
    package mutating func raise(by share: Double) {
        factor *= share
        formula = formula?.scaled(by: share)
    }
}
