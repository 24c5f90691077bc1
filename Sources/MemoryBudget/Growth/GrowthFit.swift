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
    /// What predictions follow: the class's curve; undecided, the line unless it is refuted.
    package let curve: GrowthCurve
    /// The median at no units; nil if the floor wasn't measured.
    package let floorBytes: Double?
    /// The slope of the best line, whatever the class, in bytes for each unit; never negative.
    package let bytesPerUnit: GrowthInterval
    /// How far the scales' medians lie from ``curve``: their standard deviation, as a share of what
    /// it predicts; nil if there are no more scales than figures were fitted.
    package let residualShare: Double?
    /// Why no class can be gated; empty if one can.
    package let doubts: [GrowthDoubt]
    /// As the repeats show it.
    package let noise: GrowthNoise

    let readings: GrowthReadings

    /// Fits every class to the points; nil if fewer than two scales have a value.
    ///
    /// - Parameters:
    ///   - points: One a trial, in any order; those of no units are the floor.
    ///   - noise: Of the machine; it stands where repeats say less.
    package init?(_ points: [GrowthPoint], noise: GrowthNoise = .typical) {
        let readings = GrowthReadings(points, assuming: noise)
        guard readings.scales.count >= 2 else { return nil }
        let choice = GrowthChoice(readings)
        let doubts = GrowthDoubt.doubts(of: choice.curve, readings)
        growthClass = doubts.contains(where: \.refutesClass) ? nil : choice.growthClass
        curves = choice.candidates
        curve = choice.curve
        floorBytes = readings.floor?.bytes
        bytesPerUnit = readings.slope()
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
    package static let gatedScaleCount = GrowthChoice.gatedScaleCount

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

/// Why no class of growth can be gated.
package enum GrowthDoubt: Hashable, Sendable, CustomStringConvertible {
    /// So many scales have a value, each at least twice the one before; fewer than five.
    case tooFewScales(Int)
    /// A run killed at this scale held more than the curve predicts there.
    case contradicted(units: Int)
    /// The scales' medians lie so far from the best curve, as a share of it, that none describes them.
    case misfit(share: Double)

    /// From here on a curve describes nothing: a quarter.
    private static let misfitShareMin = 0.25

    static func doubts(of curve: GrowthCurve, _ readings: GrowthReadings) -> [GrowthDoubt] {
        let count = readings.spacedCount
        let few = count < GrowthChoice.gatedScaleCount ? [GrowthDoubt.tooFewScales(count)] : []
        let contradicted = readings.contradiction(of: curve).map {
            GrowthDoubt.contradicted(units: Int($0))
        }
        let misfit = readings.residualShare(of: curve).flatMap {
            $0 > misfitShareMin ? GrowthDoubt.misfit(share: $0) : nil
        }
        return few + [contradicted, misfit].compactMap(\.self)
    }

    /// Whether it leaves no class standing.
    var refutesClass: Bool {
        switch self {
        case .tooFewScales: false
        case .contradicted, .misfit: true
        }
    }

    /// One sentence that says what to do.
    package var description: String {
        switch self {
        case .tooFewScales(let count):
            "a class of growth is gated from \(GrowthChoice.gatedScaleCount) scales on, each at "
                + "least twice the one before, and \(count) were measured to the end: add smaller ones"
        case .contradicted(let units):
            "a run of \(grouped(units)) units was killed holding more than the other scales "
                + "predict: measure what it needs without a budget"
        case .misfit(let share):
            "no class describes the readings: they lie \(fixed(100 * share, 0)) % from the nearest"
                + " curve; look at them, and add scales where they jump"
        }
    }
}
