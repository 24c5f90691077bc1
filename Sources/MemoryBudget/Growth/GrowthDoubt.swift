/// Why no class of growth can be gated.
package enum GrowthDoubt: Hashable, Sendable, Codable {
    /// So many scales have a value, each at least twice the one before; fewer than five.
    case tooFewScales(scales: Int)
    /// A run killed at this scale held more than the curve predicts there.
    case contradicted(units: Int)
    /// Of the runs at this scale some were killed and others completed.
    case disagreement(units: Int)
    /// The scales' medians lie so far from the best curve, as a share of it, that none describes them.
    case misfit(share: Double)
    /// A table that doubles describes the medians and no curve does: they lie that far from the best one,
    /// as a share of the growth over the measured scales.
    case steps(share: Double)
    /// The medians lie further from the best curve than the noise explains: as a share of the growth over
    /// the measured scales, and in their standard errors.
    case unexplained(share: Double, errors: Double)
    /// The medians lie further from a constant than the noise explains, and no law of growth describes them
    /// either: as a share of what is held, and in their standard errors.
    case uneven(share: Double, errors: Double)
    /// A run at this scale, made to verify the break point, ended on the other side of the budget than the
    /// fit predicts.
    case refuted(units: Int, isOver: Bool)

    /// The distance of the medians from a curve, as a share of it, from which it describes nothing.
    package static let misfitShareMin = 0.25

    /// The distance of the medians from a curve, as a share of its growth (of a constant: of what it holds)
    /// and in standard errors, from which noise doesn't explain it.
    private static let unexplained = (shareMin: 0.02, errorsMin: 4.0)

    /// - Parameter isStepped: Whether a table that doubles describes the readings, and no curve.
    static func doubts(
        of curve: GrowthCurve, in readings: GrowthReadings, isStepped: Bool
    ) -> [GrowthDoubt] {
        let count = readings.spacedCount
        let few = count < GrowthFit.gatedScaleCount ? [GrowthDoubt.tooFewScales(scales: count)] : []
        let contradicted = readings.contradiction(of: curve).map {
            GrowthDoubt.contradicted(units: Int($0))
        }
        let disagreement = readings.disagreement.map { GrowthDoubt.disagreement(units: Int($0)) }
        let shape = readings.fall == nil ? shape(of: curve, in: readings, isStepped: isStepped) : []
        return few + [contradicted, disagreement].compactMap(\.self) + shape
    }

    /// What speaks against the curve's shape; of a job that falls nothing, because it grows by no law.
    private static func shape(
        of curve: GrowthCurve, in readings: GrowthReadings, isStepped: Bool
    ) -> [GrowthDoubt] {
        let misfit = readings.residualShare(of: curve).flatMap {
            $0 > misfitShareMin ? GrowthDoubt.misfit(share: $0) : nil
        }
        let structure =
            curve.growthClass == .constant
            ? unevenness(of: curve, in: readings)
            : structure(of: curve, in: readings, isStepped: isStepped)
        return [misfit, structure].compactMap(\.self)
    }

    /// Only repeats show what is noise: without any, scattered readings are no shape. Where some trials were
    /// killed, those that completed aren't all of them.
    private static func unevenness(
        of curve: GrowthCurve, in readings: GrowthReadings
    ) -> GrowthDoubt? {
        guard readings.hasRepeats, readings.disagreement == nil,
            let share = readings.residualShare(of: curve),
            let errors = readings.roughness(of: curve)?.squareRoot()
        else { return nil }
        return share >= unexplained.shareMin && errors >= unexplained.errorsMin
            ? .uneven(share: share, errors: errors) : nil
    }

    private static func structure(
        of curve: GrowthCurve, in readings: GrowthReadings, isStepped: Bool
    ) -> GrowthDoubt? {
        guard let share = readings.residualGrowthShare(of: curve),
            let errors = readings.roughness(of: curve)?.squareRoot()
        else { return nil }
        if isStepped { return .steps(share: share) }
        return share >= unexplained.shareMin && errors >= unexplained.errorsMin
            ? .unexplained(share: share, errors: errors) : nil
    }

    /// Whether it leaves no class standing.
    package var refutesClass: Bool {
        switch self {
        case .tooFewScales: false
        case .contradicted, .disagreement, .misfit, .steps, .unexplained, .uneven, .refuted: true
        }
    }

    enum CodingKeys: String, CodingKey {
        case tooFewScales = "too_few_scales"
        case contradicted, disagreement, misfit, steps, unexplained, uneven, refuted
    }

    enum RefutedCodingKeys: String, StoredKey {
        case units
        case isOver = "over"
    }
}
