/// A reason why the gate's growth rule is inconclusive.
package enum GrowthDoubt: Hashable, Sendable, Codable {
    /// Too few scales have a value. `scales` counts those that are at least twice the previous one;
    /// five are needed.
    case tooFewScales(scales: Int)
    /// A run killed at this scale held more than the curve predicts.
    case contradicted(units: Int)
    /// Some runs at this scale were killed and others completed.
    case disagreement(units: Int)
    /// The medians lie too far from the best curve, as a share of it, for any curve to describe
    /// them.
    case misfit(share: Double)
    /// A doubling table describes the medians and no curve does. `share` is their distance from the
    /// best curve, as a share of the growth over the measured scales.
    case steps(share: Double)
    /// The medians lie further from the best curve than noise explains. The distance is given as a
    /// share of the growth over the measured scales, and in standard errors.
    case unexplained(share: Double, errors: Double)
    /// The medians lie further from a constant than noise explains, and no growing class fits them
    /// either. The distance is given as a share of the memory held, and in standard errors.
    case uneven(share: Double, errors: Double)
    /// A run at this scale, made to verify the break point, contradicted the fit by ending on the
    /// other side of the budget.
    case refuted(units: Int, isOver: Bool)

    /// The distance of the medians from a curve, as a share of it, above which the curve describes
    /// nothing.
    package static let misfitShareMin = 0.25

    /// The distance of the medians from a curve that noise doesn't explain. It is given as a share
    /// of the curve's growth (for a constant, of its value) and in standard errors.
    private static let unexplained = (shareMin: 0.02, errorsMin: 4.0)

    /// Returns the doubts about the best curve.
    ///
    /// - Parameter isStepped: Whether a doubling table describes the readings and no curve does.
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

    /// Returns the doubts about the curve's shape. A job whose memory falls is never passed here,
    /// because no class describes it.
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

    /// Returns a doubt about a constant whose medians scatter too much.
    ///
    /// Only repeats show how large the noise is, so without them scattered readings prove nothing.
    /// Nor are the readings complete if some trials at a scale were killed.
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

    /// Whether the doubt rules out every class.
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
