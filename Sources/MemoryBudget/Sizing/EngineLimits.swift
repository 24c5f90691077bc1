/// The memory limits of a job in an engine, as a function of the size of its input.
package struct EngineLimits: Sendable {
    /// The engine.
    package let engine: SizingEngine
    /// The need of one run at the largest input, in bytes, as a prediction interval at the given
    /// risk.
    package let need: Interval
    /// The limit as a formula; `nil` for engines that don't take one.
    package private(set) var formula: LimitFormula?
    private let prediction: GrowthPrediction
    private var factor = 1.0

    /// Derives limits from a fit.
    ///
    /// - Parameters:
    ///   - units: The size of the largest input.
    ///   - risk: The probability that a run exceeds its limit; between 0 and 0.5, exclusive.
    ///   - runNoise: The noise of the predicted run; `nil` takes that of the readings.
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

    /// Returns the limit at a size, in bytes, before rounding to a value that the engine accepts.
    package func bytes(at units: Int) -> Double {
        formula?.bytes(at: units) ?? factor * prediction.interval(at: units).high
    }

    /// Returns the limit at a size, rounded up to a value that the engine accepts; may exceed the
    /// engine's largest limit.
    package func limit(at units: Int) -> ByteCount {
        engine.limit(atLeast: bytes(at: units))
    }

    /// Multiplies every limit by a factor.
    package mutating func raise(by share: Double) {
        factor *= share
        formula = formula?.scaled(by: share)
    }
}
