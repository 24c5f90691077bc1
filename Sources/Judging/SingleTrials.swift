internal import MemoryBudget

extension Summary {
    /// Whether it is of one trial, which shows nothing of how far equal ones lie apart.
    var isSingle: Bool { values.count < 2 }
}

extension Interval {
    /// The same of a quotient, further apart by what the noise of both of its parts explains 19 times out of
    /// 20; nothing for no deviations.
    ///
    /// - Parameter deviations: The standard deviation of each part, as a share of it.
    func allowing(for deviations: [Double]) -> Interval {
        let factor = 1 + 1.96 * deviations.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Interval(estimate: estimate, low: low / factor, high: high * factor)
    }
}
