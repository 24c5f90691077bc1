/// A table that doubles its capacity whenever it is full, and holds memory in proportion to its
/// capacity.
///
/// Lists and hash tables of most languages grow this way. Their capacities are an unknown factor
/// times powers of two. The capacity at each measured scale depends only on where that factor lies
/// among the scales' own factors, so only a few intervals of factors need to be tried. Scales that
/// differ by powers of two leave a single interval. At such scales the table looks like a line,
/// although its memory may jump anywhere between two of them.
struct DoublingTable: Hashable, Sendable {
    /// The lowest possible factor. The capacities are powers of two times a factor from `lowest` up
    /// to `highest`.
    private let lowest: Double
    private let highest: Double
    /// Memory in bytes as a line over capacity, with the capacities of `lowest`.
    private let line: WeightedLine
    /// The error of the line at 95 % confidence, in multiples of its standard error.
    private let errors: Double
    /// The score of the fit, comparable with that of a curve.
    let score: Double

    /// Returns the doubling tables that fit the readings, whatever their scores.
    static func tables(through readings: GrowthReadings) -> [DoublingTable] {
        let factors = readings.scales.map(\.units.significand).uniqued().sorted()
        guard let first = factors.first else { return [] }
        return zip(factors, factors.dropFirst() + [2 * first]).compactMap {
            DoublingTable(readings, factorsFrom: $0, to: $1)
        }
    }

    /// Fits a table; `nil` if its slope may be zero.
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

    // Base and slope. The factor is not fitted, because every interval of factors is tried.
    private static let parameterCount = 2

    /// Returns the range of scales at which the table exceeds a number of bytes; from 0 if it may
    /// do so at any scale.
    func units(reaching bytes: Double) -> (low: Double, high: Double) {
        let capacity = (bytes - line.base(slope: line.slope)) / line.slope
        let half = errors * line.error(at: capacity) / line.slope
        return (
            low: Self.capacity(atMost: capacity - half, factor: lowest),
            high: Self.capacity(atMost: capacity + half, factor: lowest) * highest / lowest
        )
    }

    /// Returns the maximum memory at a scale over all factors, in bytes.
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

    /// Returns the largest capacity up to a value; 0 if there is none.
    private static func capacity(atMost value: Double, factor: Double) -> Double {
        guard value > 0 else { return 0 }
        let exponent = value.exponent - (value.significand < factor ? 1 : 0)
        return Double(sign: .plus, exponent: exponent, significand: factor)
    }
}
