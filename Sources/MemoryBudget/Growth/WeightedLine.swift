/// A reading at a value of f(n), with its standard error.
struct WeightedPoint: Hashable, Sendable {
    let value: Double
    var bytes: Double
    let deviation: Double

    /// The weight in least squares.
    var weight: Double {
        1 / (deviation * deviation)
    }
}

/// A weighted least-squares line of bytes over f(n), without constraints.
struct WeightedLine: Hashable, Sendable {
    /// The total weight of the points, in 1/bytes².
    private let weight: Double
    private let meanValue: Double
    private let meanBytes: Double
    /// Σ w·(f − mean f)²: 0 if f is the same at every point.
    private let spread: Double
    /// Σ w·(f − mean f)·(bytes − mean bytes).
    private let product: Double

    /// Fits a line to the points.
    init(_ points: [WeightedPoint]) {
        var weight = 0.0
        var values = 0.0
        var bytes = 0.0
        for point in points {
            weight += point.weight
            values += point.weight * point.value
            bytes += point.weight * point.bytes
        }
        let meanValue = values / weight
        let meanBytes = bytes / weight
        // Sums are taken around the means to avoid cancellation of large numbers.
        var spread = 0.0
        var product = 0.0
        for point in points {
            let value = point.value - meanValue
            spread += point.weight * value * value
            product += point.weight * value * (point.bytes - meanBytes)
        }
        self.weight = weight
        self.meanValue = meanValue
        self.meanBytes = meanBytes
        self.spread = spread
        self.product = product
    }

    /// The slope, in bytes per unit of f(n).
    var slope: Double {
        spread > 0 ? product / spread : 0
    }

    /// The standard error of the slope, assuming that the points' deviations are right.
    var slopeError: Double {
        spread > 0 ? 1 / spread.squareRoot() : .infinity
    }

    /// Returns the standard error of the line at a value of f, assuming that the points' deviations
    /// are right.
    func error(at value: Double) -> Double {
        guard spread > 0 else { return .infinity }
        return (1 / weight + (value - meanValue) * (value - meanValue) / spread).squareRoot()
    }

    /// The standard error of the mean, assuming that the points' deviations are right.
    var meanError: Double {
        (1 / weight).squareRoot()
    }

    /// The slope of the best-fitting line through the origin.
    var slopeThroughOrigin: Double {
        // Converts the sums about the means into sums about 0.
        let products = product + weight * meanValue * meanBytes
        let squares = spread + weight * meanValue * meanValue
        return squares > 0 ? products / squares : 0
    }

    /// Returns the base of a line with a given slope through the means.
    func base(slope: Double) -> Double {
        meanBytes - slope * meanValue
    }
}
