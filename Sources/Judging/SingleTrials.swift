internal import MemoryBudget

extension Summary {
    /// Whether there is only one trial, which gives no estimate of the noise.
    var isSingle: Bool { values.count < 2 }
}

extension Interval {
    /// Returns the interval of a quotient, widened by the noise of both of its parts to contain the
    /// true value in 19 of 20 cases; unchanged without deviations.
    ///
    /// - Parameter deviations: The relative standard deviation of each part.
    func allowing(for deviations: [Double]) -> Interval {
        let factor = 1 + 1.96 * deviations.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Interval(estimate: estimate, low: low / factor, high: high * factor)
    }
}
