/// A function class by which memory grows with scale; the raw value is its name in JSON.
package enum GrowthClass: String, Codable, CaseIterable, Sendable {
    /// No growth: the null hypothesis, kept until the readings refute it.
    case constant
    /// In proportion to the logarithm of the scale.
    case logarithmic
    /// In proportion to the square root of the scale.
    case squareRoot = "square_root"
    /// In proportion to the scale.
    case linear
    /// In proportion to the scale times its logarithm.
    case linearithmic
    /// In proportion to the square of the scale.
    case quadratic

    /// The conventional notation, such as `n log n`.
    package var title: String {
        switch self {
        case .constant: "1"
        case .logarithmic: "log n"
        case .squareRoot: "√n"
        case .linear: "n"
        case .linearithmic: "n log n"
        case .quadratic: "n²"
        }
    }

    /// Returns f(n), which is 0 at n = 0, so that a curve's value there is its base.
    ///
    /// For this reason, the logarithms are taken of n + 1.
    package func value(at units: Double) -> Double {
        switch self {
        case .constant: 0
        case .logarithmic: naturalLogarithm(units + 1)
        case .squareRoot: units.squareRoot()
        case .linear: units
        case .linearithmic: units * naturalLogarithm(units + 1)
        case .quadratic: units * units
        }
    }

    /// Returns the units at which f reaches a value: 0 for a value of 0 or less, infinity beyond
    /// ``unitsMax`` and for a constant.
    package func units(reaching value: Double) -> Double {
        guard value > 0 else { return 0 }
        var high = 1.0
        while self.value(at: high) < value {
            high *= 2
            guard high <= Self.unitsMax else { return .infinity }
        }
        // Bisection works for every class; 60 halvings exceed the precision of a double.
        var low = 0.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.value(at: middle) < value { low = middle } else { high = middle }
        }
        return high
    }

    /// The upper limit of searches for a scale, above every scale that can be written.
    package static let unitsMax = 0x1p60

    /// The number of fitted parameters of a curve: its base, and its slope if it has one.
    var parameterCount: Int {
        self == .constant ? 1 : 2
    }
}

/// Returns ln(value) of a positive, finite number, to 15 digits.
///
/// Implemented here because this library imports nothing, not even the C library. It also gives the
/// same result on every machine, whereas C libraries differ in the last digit.
func naturalLogarithm(_ value: Double) -> Double {
    precondition(value > 0 && value.isFinite, "a logarithm needs a positive number")
    // With a significand in √½ … √2, each term of the series is at most 1/34 of the one before.
    let isUpper = value.significand > 2.0.squareRoot()
    let significand = isUpper ? value.significand / 2 : value.significand
    let exponent = Double(value.exponent) + (isUpper ? 1 : 0)
    // ln s = 2 artanh((s − 1) / (s + 1)) = 2 (t + t³/3 + t⁵/5 + …)
    let ratio = (significand - 1) / (significand + 1)
    var power = ratio
    var sum = 0.0
    for divisor in stride(from: 1.0, through: 21, by: 2) {
        sum += power / divisor
        power *= ratio * ratio
    }
    return 2 * sum + exponent * 0.693147180559945309417
}
