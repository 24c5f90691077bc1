/// A reading at a value of f(n), and how far it may be off.
struct WeightedPoint: Hashable, Sendable {
    let value: Double
    var bytes: Double
    let deviation: Double

    /// In least squares.
    var weight: Double {
        1 / (deviation * deviation)
    }
}

/// A weighted least-squares line of bytes against f(n), without any constraint.
struct WeightedLine: Hashable, Sendable {
    /// Of all points together, in 1/bytes².
    private let weight: Double
    private let meanValue: Double
    private let meanBytes: Double
    /// Σ w·(f − mean f)²: 0 if f is the same at every point.
    private let spread: Double
    /// Σ w·(f − mean f)·(bytes − mean bytes).
    private let product: Double

    /// Adds up the points.
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
        // Around the means, where nothing large cancels.
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

    /// In bytes for each 1 of f(n).
    var slope: Double {
        spread > 0 ? product / spread : 0
    }

    /// The slope's standard error, if the deviations are right.
    var slopeError: Double {
        spread > 0 ? 1 / spread.squareRoot() : .infinity
    }

    /// The line's standard error at a value of f, if the deviations are right.
    func error(at value: Double) -> Double {
        guard spread > 0 else { return .infinity }
        return (1 / weight + (value - meanValue) * (value - meanValue) / spread).squareRoot()
    }

    /// The standard error of the mean, if the deviations are right.
    var meanError: Double {
        (1 / weight).squareRoot()
    }

    /// The slope of the best line that starts at nothing.
    var slopeThroughOrigin: Double {
        // The sums about 0, from those about the means.
        let products = product + weight * meanValue * meanBytes
        let squares = spread + weight * meanValue * meanValue
        return squares > 0 ? products / squares : 0
    }

    /// Where a line of some slope starts that passes through the means.
    func base(slope: Double) -> Double {
        meanBytes - slope * meanValue
    }
}
