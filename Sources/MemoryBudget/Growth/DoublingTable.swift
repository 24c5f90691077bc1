/// A table that doubles whenever it is full: it holds memory in proportion to its capacity.
///
/// The lists and hash tables of most languages grow so. Its capacities are an unknown factor times the
/// powers of two. The capacity at each measured scale depends only on where that factor lies between the
/// scales' own factors, so a few arcs of it are all there is to try. Scales that are powers of two apart
/// have one arc, and on them such a table lies on a line, though it may break anywhere between two of them.
struct DoublingTable: Hashable, Sendable {
    /// The capacities are these factors times powers of two: any from `lowest` up to `highest`.
    private let lowest: Double
    private let highest: Double
    /// Bytes against capacity, with the capacities of `lowest`.
    private let line: WeightedLine
    /// By how many of the line's standard errors it may be off.
    private let errors: Double
    /// To be compared with that of a curve.
    let score: Double

    /// The tables that readings may come from, whatever they score.
    static func tables(through readings: GrowthReadings) -> [DoublingTable] {
        let factors = readings.scales.map(\.units.significand).uniqued().sorted()
        guard let first = factors.first else { return [] }
        return zip(factors, factors.dropFirst() + [2 * first]).compactMap {
            DoublingTable(readings, factorsFrom: $0, to: $1)
        }
    }

    /// Fits one; nil if it may not grow.
    private init?(_ readings: GrowthReadings, factorsFrom lowest: Double, to highest: Double) {
        let line = WeightedLine(
            readings.scales.map {
                WeightedPoint(
                    value: Self.capacity(atLeast: $0.units, factor: lowest), bytes: $0.bytes,
                    deviation: $0.deviation)
            })
        func bytes(at units: Double) -> Double {
            Self.bytes(at: units, on: line, factor: lowest)
        }
        let roughness = readings.roughness(parameterCount: Self.parameterCount, of: bytes) ?? 1
        errors =
            StudentT.quantile95(freedom: readings.noiseFreedom) * max(1, roughness).squareRoot()
        guard line.slope > errors * line.slopeError else { return nil }
        score = readings.score(parameterCount: Self.parameterCount, of: bytes)
        self.lowest = lowest
        self.highest = highest
        self.line = line
    }

    /// Base and slope. The factor is not fitted: every arc is tried.
    private static let parameterCount = 2

    /// Between which scales it goes over a number of bytes; from 0 on if it may do so at any.
    func units(reaching bytes: Double) -> (low: Double, high: Double) {
        let capacity = (bytes - line.base(slope: line.slope)) / line.slope
        let half = errors * line.error(at: capacity) / line.slope
        return (
            low: Self.capacity(atMost: capacity - half, factor: lowest),
            high: Self.capacity(atMost: capacity + half, factor: lowest) * highest / lowest
        )
    }

    /// The most that it holds at a scale, whatever its factor, in bytes.
    func highBytes(at units: Double) -> Double {
        let capacity = Self.capacity(atLeast: units, factor: lowest)
        return Self.bytes(at: units, on: line, factor: lowest) + errors * line.error(at: capacity)
    }

    private static func bytes(at units: Double, on line: WeightedLine, factor: Double) -> Double {
        line.base(slope: line.slope) + line.slope * capacity(atLeast: units, factor: factor)
    }

    // MARK: Capacities

    private static func capacity(atLeast units: Double, factor: Double) -> Double {
        let exponent = units.exponent + (units.significand > factor ? 1 : 0)
        return Double(sign: .plus, exponent: exponent, significand: factor)
    }

    /// 0 for a value that no capacity is below.
    private static func capacity(atMost value: Double, factor: Double) -> Double {
        guard value > 0 else { return 0 }
        let exponent = value.exponent - (value.significand < factor ? 1 : 0)
        return Double(sign: .plus, exponent: exponent, significand: factor)
    }
}
