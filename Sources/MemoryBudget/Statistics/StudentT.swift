/// Student's t-distribution, for intervals whose standard error was itself estimated.
enum StudentT {
    private static let table = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    ]

    /// The number of standard errors to either side that cover 95 % of a normal distribution.
    static let normal95 = 1.959964

    /// Returns the number of standard errors to either side that cover 95 %, for at least one
    /// degree of freedom.
    static func quantile95(freedom: Int) -> Double {
        precondition(freedom >= 1, "an error is estimated with one degree of freedom or more")
        guard freedom > table.count else { return table[freedom - 1] }
        // Fisher's expansion around the normal quantile, accurate to three decimals from here on.
        let inverse = 1 / Double(freedom)
        return normal95 + inverse * (2.372271 + inverse * (2.822499 + inverse * 2.555850))
    }

    /// The degrees of freedom that count as infinite: more don't change the third figure.
    static let knownFreedom = 500

    private static let stepCount = 2_048

    /// Returns the number of standard errors exceeded with a given probability, by integrating the
    /// density.
    ///
    /// With t = √ν · s / (1 − s), the density over s from 0 to 1 is smooth, and needs no function
    /// but a square root: ((1 − s)² / q)^((ν − 1) / 2) / q with q = (1 − s)² + s².
    ///
    /// - Parameters:
    ///   - tail: The probability of one tail; between 0 and 0.5, exclusive.
    ///   - freedom: The degrees of freedom, at least 1, capped at ``knownFreedom``.
    static func quantile(tail: Double, freedom: Int) -> Double {
        precondition(freedom >= 1, "an error is estimated with one degree of freedom or more")
        precondition(
            tail > 0 && tail < 0.5, "a tail's probability is between 0 and 0.5, exclusive")
        let freedom = min(freedom, knownFreedom)
        let step = 1 / Double(stepCount)
        let densities = (0...stepCount).map { density(at: Double($0) * step, freedom: freedom) }
        let panels = zip(densities, densities.dropFirst()).map { ($0 + $1) / 2 }
        // Half of the distribution is above 0.
        var left = 2 * tail * panels.reduce(0, +)
        var index = stepCount
        while index > 1, left > panels[index - 1] {
            index -= 1
            left -= panels[index]
        }
        let place = (Double(index) - left / panels[index - 1]) * step
        return Double(freedom).squareRoot() * place / (1 - place)
    }

    private static func density(at place: Double, freedom: Int) -> Double {
        let rest = (1 - place) * (1 - place)
        let norm = rest + place * place
        let base = rest / norm
        var power = freedom % 2 == 0 ? base.squareRoot() : 1
        var square = base
        var exponent = (freedom - 1) / 2
        while exponent > 0 {
            if exponent % 2 == 1 { power *= square }
            square *= square
            exponent /= 2
        }
        return power / norm
    }
}
