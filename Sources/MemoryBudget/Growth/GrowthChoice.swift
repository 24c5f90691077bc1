/// Which classes the readings allow: the Bayesian information criterion, with a constant as the null.
struct GrowthChoice {
    /// Scales that name a class: two more than a curve has figures.
    static let namedScaleCount = 4
    /// Scales that gate one.
    static let gatedScaleCount = 5
    /// How much worse than growth a constant has to be.
    private static let refuting = 10.0
    /// How much worse than the best a candidate may be.
    private static let ambiguous = 6.0

    /// The class that the readings decide for; nil if there are too few scales.
    let growthClass: GrowthClass?
    /// The ambiguity set, the likeliest first.
    let candidates: [GrowthCurve]
    /// What is predicted with.
    let curve: GrowthCurve

    /// Fits a curve of every class, and chooses.
    init(_ readings: GrowthReadings) {
        let constant = GrowthCurve(.constant, through: readings)
        let growing = GrowthClass.allCases.filter { $0 != .constant }.map {
            GrowthCurve($0, through: readings)
        }
        if readings.spacedCount < Self.namedScaleCount {
            self.init(undecided: Self.likeliest([constant] + growing, readings))
        } else {
            self.init(constant, or: Self.likeliest(growing, readings), readings)
        }
    }

    /// Two or three scales decide nothing. The line is what is assumed, unless they refute it.
    private init(undecided candidates: [GrowthCurve]) {
        growthClass = nil
        self.candidates = candidates
        curve = candidates.first { $0.growthClass == .linear } ?? candidates[0]
    }

    /// The null, or what refutes it and matters.
    private init(_ constant: GrowthCurve, or growing: [GrowthCurve], _ readings: GrowthReadings) {
        let evidence = readings.score(of: constant) - readings.score(of: growing[0])
        if evidence >= Self.refuting && readings.isGrowing(growing[0]) {
            candidates = growing
        } else {
            // Where growth is likelier all the same, it is said beside the null.
            candidates = [constant] + (evidence > Self.ambiguous ? growing : [])
        }
        curve = candidates[0]
        growthClass = curve.growthClass
    }

    /// The best of some curves and those that are hardly worse, best first.
    private static func likeliest(
        _ curves: [GrowthCurve], _ readings: GrowthReadings
    ) -> [GrowthCurve] {
        let scored = curves.map { (curve: $0, score: readings.score(of: $0)) }
            .sorted { $0.score < $1.score }
        return scored.prefix { $0.score <= scored[0].score + ambiguous }.map(\.curve)
    }
}
