/// How a strategy's peak memory grows with scale, and how sure that is.
///
/// It takes the readings of two scales to fit anything, of four to name a class, and of five to gate
/// one, each at least twice the one before. A constant is the null: growth has to refute it
/// (ΔBIC ≥ 10), and to matter (5 % over the range, and more than two runs differ).
package struct GrowthFit: Hashable, Sendable {
    /// The class that the readings decide for; nil if they decide for none.
    package let growthClass: GrowthClass?
    /// The curves that the readings don't tell apart (ΔBIC ≤ 6), the likeliest first.
    package let curves: [GrowthCurve]
    /// The curve for predictions: the class's; undecided, the line unless it is refuted.
    package let curve: GrowthCurve
    /// The median at no units; nil if the floor wasn't measured.
    package let floorBytes: Double?
    /// The slope of the best line, whatever the class, in bytes for each unit; never negative.
    package let bytesPerUnit: Interval
    /// The growth over the measured scales, as a share of what is held at the smallest, with its 95 %
    /// interval over every law.
    package let rangeGrowth: Interval
    /// How far the scales' medians lie from ``curve``: their standard deviation, as a share of what
    /// it predicts; nil if there are no more scales than figures were fitted.
    package let residualShare: Double?
    /// Why no class can be gated; empty if one can.
    package let doubts: [GrowthDoubt]
    /// As the repeats show it.
    package let noise: GrowthNoise

    let readings: GrowthReadings
    /// The tables that double which the readings don't tell from ``curves``.
    let tables: [DoublingTable]

    /// Fits every class to the points; nil if fewer than two scales have a value.
    ///
    /// - Parameters:
    ///   - points: One a trial, in any order; those of no units are the floor.
    ///   - noise: Of the machine; it stands where repeats say less.
    package init?(_ points: [GrowthPoint], noise: GrowthNoise = .typical) {
        let readings = GrowthReadings(points, assuming: noise)
        guard readings.scales.count >= 2 else { return nil }
        let choice = GrowthChoice(readings)
        let doubts = GrowthDoubt.doubts(
            of: choice.curve, in: readings, isStepped: choice.isStepped)
        growthClass = doubts.contains(where: \.refutesClass) ? nil : choice.growthClass
        curves = choice.candidates
        curve = choice.curve
        tables = choice.tables
        floorBytes = readings.floor?.bytes
        bytesPerUnit = readings.slope()
        rangeGrowth = readings.rangeGrowth()
        residualShare = readings.residualShare(of: choice.curve)
        self.doubts = doubts
        self.noise = readings.noise
        self.readings = readings
    }

    /// The classes of ``curves``, to be printed together, `n or n log n`; starts with
    /// ``growthClass`` if there is one.
    package var candidates: [GrowthClass] {
        curves.map(\.growthClass)
    }
}

extension GrowthFit {
    /// The scales, each at least twice the one before, that gate a class of growth.
    package static let gatedScaleCount = 5

    /// How many scales there are of which each has at least twice the units of the one before.
    ///
    /// - Parameter units: Ascending.
    package static func spacedCount(of units: [Int]) -> Int {
        var last = 0
        return units.reduce(0) { count, units in
            guard units >= 2 * last else { return count }
            last = units
            return count + 1
        }
    }
}

/// Which classes the readings allow: the Bayesian information criterion, with a constant as the null.
private struct GrowthChoice {
    /// Scales that name a class: two more than a curve has figures.
    private static let namedScaleCount = 4
    /// How much worse than growth a constant has to be.
    private static let refuting = 10.0
    /// How much worse than the best a candidate may be.
    private static let ambiguous = 6.0

    /// The class that the readings decide for; nil if there are too few scales.
    let growthClass: GrowthClass?
    /// The ambiguity set, the likeliest first.
    let candidates: [GrowthCurve]
    /// The curve for predictions.
    let curve: GrowthCurve
    /// The tables that double which belong to the ambiguity set.
    let tables: [DoublingTable]
    /// Whether such a table describes the readings, and no curve does.
    let isStepped: Bool

    /// Fits a curve of every class, and chooses.
    init(_ readings: GrowthReadings) {
        let constant = GrowthCurve(.constant, through: readings)
        let growing = GrowthClass.allCases.filter { $0 != .constant }.map {
            GrowthCurve($0, through: readings)
        }
        if readings.spacedCount < Self.namedScaleCount {
            self.init(undecided: Self.likeliest([constant] + growing, given: readings), readings)
        } else {
            self.init(constant, or: Self.likeliest(growing, given: readings), readings)
        }
    }

    /// Two or three scales decide nothing. The line is what is assumed, unless they refute it.
    private init(undecided candidates: [GrowthCurve], _ readings: GrowthReadings) {
        growthClass = nil
        self.candidates = candidates
        curve = candidates.first { $0.growthClass == .linear } ?? candidates[0]
        let best = readings.score(of: candidates[0])
        tables = DoublingTable.tables(through: readings).filter {
            $0.score <= best + Self.ambiguous
        }
        isStepped = false
    }

    /// The null, or what refutes it and matters.
    private init(
        _ constant: GrowthCurve, or growing: [GrowthCurve], _ readings: GrowthReadings
    ) {
        let best = readings.score(of: growing[0])
        let evidence = readings.score(of: constant) - best
        if evidence >= Self.refuting && readings.isGrowing(growing[0]) {
            candidates = growing
            let tables = DoublingTable.tables(through: readings)
            let least = tables.map(\.score).reduce(best, min)
            self.tables = tables.filter { $0.score <= least + Self.ambiguous }
            isStepped = least <= best - Self.refuting
        } else {
            // Where growth is likelier all the same, it is said beside the null.
            candidates = [constant] + (evidence > Self.ambiguous ? growing : [])
            (tables, isStepped) = ([], false)
        }
        curve = candidates[0]
        growthClass = curve.growthClass
    }

    /// The best of some curves and those that are hardly worse, best first.
    private static func likeliest(
        _ curves: [GrowthCurve], given readings: GrowthReadings
    ) -> [GrowthCurve] {
        let scored = curves.map { (curve: $0, score: readings.score(of: $0)) }
            .sorted { $0.score < $1.score }
        return scored.prefix { $0.score <= scored[0].score + ambiguous }.map(\.curve)
    }
}
