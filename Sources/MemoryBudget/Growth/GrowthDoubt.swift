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

    /// The distance of the medians from a curve, as a share of it, from which it describes nothing.
    package static let misfitShareMin = 0.25

    static func doubts(of curve: GrowthCurve, in readings: GrowthReadings) -> [GrowthDoubt] {
        let count = readings.spacedCount
        let few = count < GrowthFit.gatedScaleCount ? [GrowthDoubt.tooFewScales(scales: count)] : []
        let contradicted = readings.contradiction(of: curve).map {
            GrowthDoubt.contradicted(units: Int($0))
        }
        let disagreement = readings.disagreement.map { GrowthDoubt.disagreement(units: Int($0)) }
        let misfit = readings.residualShare(of: curve).flatMap {
            $0 > misfitShareMin ? GrowthDoubt.misfit(share: $0) : nil
        }
        return few + [contradicted, disagreement, misfit].compactMap(\.self)
    }

    /// Whether it leaves no class standing.
    var refutesClass: Bool {
        switch self {
        case .tooFewScales: false
        case .contradicted, .disagreement, .misfit: true
        }
    }

    enum CodingKeys: String, CodingKey {
        case tooFewScales = "too_few_scales"
        case contradicted, disagreement, misfit
    }
}
