/// The memory that one trial held at one scale: a point of the plot of memory against scale.
package struct GrowthPoint: Hashable, Sendable {
    /// Size of the input; 0 is the floor's scale.
    package var units: Int
    /// The judged metric's reading.
    package var bytes: Int
    /// Whether the process died before it could show its peak: the truth is at least `bytes`.
    package var isLowerBound: Bool
    /// Whether the trial had no budget: that it completed doesn't contradict one that was killed.
    package var isUnbudgeted: Bool

    /// Creates a point; a value under a budget unless it is said to be something else.
    package init(
        units: Int, bytes: Int, isLowerBound: Bool = false, isUnbudgeted: Bool = false
    ) {
        precondition(units >= 0, "a scale has no fewer than 0 units")
        precondition(bytes >= 0, "a process holds no fewer than 0 bytes")
        self.units = units
        self.bytes = bytes
        self.isLowerBound = isLowerBound
        self.isUnbudgeted = isUnbudgeted
    }
}

extension GrowthPoint {
    /// The points of one variant's growth: a value from each trial that did the whole job
    /// rightly, as far as is known, and a bound from each that its budget ended.
    ///
    /// Trials that ended for another reason say nothing of memory, and a wrong result nothing of
    /// the job.
    ///
    /// - Parameters:
    ///   - cell: Names strategy and parameters.
    ///   - scale: Larger ones are left out; nil takes all.
    ///   - observations: Of its scenario, of any cell and kind; profiled trials don't count,
    ///     and what verifies a fit has no part in it.
    ///   - metric: What is looked at; none for one whose readings don't show what a job holds.
    package static func points(
        of cell: Cell, upTo scale: Scale? = nil, from observations: [Observation],
        metric: Metric
    ) -> [GrowthPoint] {
        guard metric.showsNeed else { return [] }
        return observations.compactMap { trial in
            guard trial.strategy == cell.strategy, trial.parameters == cell.parameters,
                trial.kind != .profiled, trial.kind != .edge,
                trial.scale.units <= scale?.units ?? .max,
                let bytes = trial.bytes(of: metric)
            else { return nil }
            if trial.isCensored {
                return trial.outcome == .overBudget
                    ? GrowthPoint(units: trial.scale.units, bytes: bytes, isLowerBound: true) : nil
            }
            return trial.outcome == .wrongResult
                ? nil
                : GrowthPoint(
                    units: trial.scale.units, bytes: bytes, isUnbudgeted: trial.kind == .need)
        }
    }
}

/// How far two runs of one program on one input lie apart: a share of the reading plus a constant.
package struct GrowthNoise: Hashable, Sendable {
    /// Standard deviation that grows with the reading, as a share of it.
    package var relative: Double
    /// Standard deviation of even the smallest program, in bytes.
    package var absoluteBytes: Double

    /// Creates a noise.
    package init(relative: Double, absoluteBytes: Double) {
        precondition(
            relative >= 0 && absoluteBytes > 0, "without any noise, no reading could be weighed")
        self.relative = relative
        self.absoluteBytes = absoluteBytes
    }

    /// The noise of a machine that does other things too: 0.5 % and 100 KiB.
    package static let typical = GrowthNoise(relative: 0.005, absoluteBytes: 102_400)

    /// The standard deviation of a reading, in bytes.
    package func deviation(of bytes: Double) -> Double {
        relative * bytes + absoluteBytes
    }

    /// How far two equal runs lie apart 19 times out of 20 at most, in bytes.
    package func differenceBytes(of bytes: Double) -> Double {
        1.96 * 2.0.squareRoot() * deviation(of: bytes)
    }

    func scaled(by factor: Double) -> GrowthNoise {
        GrowthNoise(relative: relative * factor, absoluteBytes: absoluteBytes * factor)
    }
}
