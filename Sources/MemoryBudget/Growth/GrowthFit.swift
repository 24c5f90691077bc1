/// The growth of a strategy's peak memory with scale, and the certainty of that growth.
///
/// ```swift
/// let points = [1_000, 2_000, 4_000, 8_000, 16_000].map {
///     GrowthPoint(units: $0, bytes: 5_000_000 + 20_000 * $0)
/// }
/// let fit = GrowthFit(points)
/// print(fit?.growthClass?.title ?? "undetermined")  // n
/// ```
///
/// At least two scales are needed for a fit, four to determine a class, and five to gate it, each
/// at least twice the previous one. A constant is the null hypothesis. To be accepted, growth has
/// to be both significant (ΔBIC ≥ 10) and relevant: at least 5 % over the range, and more than the
/// difference between two equal runs.
package struct GrowthFit: Hashable, Sendable {
    /// The growth class determined by the readings; `nil` if undetermined.
    package let growthClass: GrowthClass?
    /// The curves that fit about equally well (ΔBIC ≤ 6), the likeliest first.
    package let curves: [GrowthCurve]
    /// The curve used for predictions: that of the class or, if undetermined, the line unless it is
    /// refuted.
    package let curve: GrowthCurve
    /// The median peak on an empty input, in bytes; `nil` if the floor wasn't measured.
    package let floorBytes: Double?
    /// The slope of the best-fitting line, whatever the class, in bytes per unit; never negative.
    package let bytesPerUnit: Interval
    /// The growth over the measured scales, as a share of the memory held at the smallest one, with
    /// its 95 % interval over all classes.
    package let rangeGrowth: Interval
    /// The standard deviation of the scales' medians from ``curve``, as a share of its predictions;
    /// `nil` if there are no more scales than fitted parameters.
    package let residualShare: Double?
    /// The reasons why the gate's growth rule is inconclusive; empty if there are none.
    package let doubts: [GrowthDoubt]
    /// The noise, as estimated from the repeats.
    package let noise: GrowthNoise

    let readings: GrowthReadings
    /// The doubling tables that fit about as well as ``curves``.
    let tables: [DoublingTable]

    /// Fits every class to the points; `nil` if fewer than two scales have a value.
    ///
    /// - Parameters:
    ///   - points: One point per trial, in any order; points with 0 units are the floor.
    ///   - noise: The noise of the machine, assumed until repeats show more.
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

    /// The classes of ``curves``, for display as in `n or n log n`; starts with ``growthClass`` if
    /// there is one.
    package var candidates: [GrowthClass] {
        curves.map(\.growthClass)
    }
}

extension GrowthFit {
    /// The number of scales, each at least twice the previous one, needed to gate a class.
    package static let gatedScaleCount = 5

    /// Returns the number of scales, counting only those with at least twice the units of the
    /// previous one.
    ///
    /// - Parameter units: The units of the scales, ascending.
    package static func spacedCount(of units: [Int]) -> Int {
        var last = 0
        return units.reduce(0) { count, units in
            guard units >= 2 * last else { return count }
            last = units
            return count + 1
        }
    }
}

/// The classes that the readings allow, chosen by the Bayesian information criterion with a
/// constant as the null hypothesis.
private struct GrowthChoice {
    /// The number of scales needed to determine a class: two more than a curve has parameters.
    private static let namedScaleCount = 4
    /// The difference in score by which growth has to beat a constant.
    private static let refuting = 10.0
    /// The maximum difference in score between the best candidate and another one.
    private static let ambiguous = 6.0

    /// The class determined by the readings; `nil` if there are too few scales.
    let growthClass: GrowthClass?
    /// The candidates that can't be distinguished, the likeliest first.
    let candidates: [GrowthCurve]
    /// The curve used for predictions.
    let curve: GrowthCurve
    /// The doubling tables that can't be distinguished from the candidates.
    let tables: [DoublingTable]
    /// Whether a doubling table describes the readings and no curve does.
    let isStepped: Bool

    /// Fits a curve of every class, and chooses among them.
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

    /// Leaves the class of two or three scales undetermined, and predicts by a line unless refuted.
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

    /// Keeps the constant unless growth is significant and relevant.
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
            // If growth is likelier but not relevant, it is listed as well.
            candidates = [constant] + (evidence > Self.ambiguous ? growing : [])
            (tables, isStepped) = ([], false)
        }
        curve = candidates[0]
        growthClass = curve.growthClass
    }

    /// Returns the best curve and those that are hardly worse, best first.
    private static func likeliest(
        _ curves: [GrowthCurve], given readings: GrowthReadings
    ) -> [GrowthCurve] {
        let scored = curves.map { (curve: $0, score: readings.score(of: $0)) }
            .sorted { $0.score < $1.score }
        return scored.prefix { $0.score <= scored[0].score + ambiguous }.map(\.curve)
    }
}
