/// A law by which memory grows with scale; the raw value is its name in JSON.
package enum GrowthClass: String, Codable, CaseIterable, Sendable {
    /// Not at all: the null, kept until the readings refute it.
    case constant
    /// With the logarithm of the scale.
    case logarithmic
    /// With the square root of the scale.
    case squareRoot = "square_root"
    /// In proportion to the scale.
    case linear
    /// With the scale times its logarithm.
    case linearithmic
    /// With the square of the scale.
    case quadratic

    /// The law as people write it, `n log n`.
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

    /// f(n), which is 0 at no units, so that the floor is what is left of a curve there.
    ///
    /// The logarithms are therefore of n + 1.
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

    /// The units at which f reaches a value: 0 for a value of 0 or less, infinity past
    /// ``unitsMax``, and for a law that doesn't grow.
    package func units(reaching value: Double) -> Double {
        guard value > 0 else { return 0 }
        var high = 1.0
        while self.value(at: high) < value {
            high *= 2
            guard high <= Self.unitsMax else { return .infinity }
        }
        // By bisection, one rule for all laws; 60 halvings are more than a double's digits.
        var low = 0.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.value(at: middle) < value { low = middle } else { high = middle }
        }
        return high
    }

    /// Where looking for a scale ends: above every scale that can be written.
    package static let unitsMax = 0x1p60

    /// How many figures of a curve are free: its base, and its slope if it has one.
    var parameterCount: Int {
        self == .constant ? 1 : 2
    }
}

/// ln(value) of a positive, finite number, to 15 digits.
///
/// Ours because the nouns import nothing, not even the C library; it also is the same on every
/// machine, which a library's last digit is not.
func naturalLogarithm(_ value: Double) -> Double {
    precondition(value > 0 && value.isFinite, "a logarithm needs a positive number")
    // A significand within √½ … √2 makes the series below converge by a factor of 34 a term.
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
