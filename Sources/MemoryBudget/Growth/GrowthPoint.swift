/// The memory that one trial held at one scale: a point in the plot of memory over scale.
package struct GrowthPoint: Hashable, Sendable {
    /// The size of the input in units; 0 for the floor.
    package var units: Int
    /// The reading of the judged metric, in bytes.
    package var bytes: Int
    /// Whether the process died before it reached its peak, so that the peak is at least `bytes`.
    package var isLowerBound: Bool
    /// Whether the trial had no budget, so that its completion doesn't contradict a killed trial.
    package var isUnbudgeted: Bool

    /// Creates a point; by default, a value measured under a budget.
    package init(
        units: Int, bytes: Int, isLowerBound: Bool = false, isUnbudgeted: Bool = false
    ) {
        precondition(units >= 0, "a scale can't have fewer than 0 units")
        precondition(bytes >= 0, "a process can't hold fewer than 0 bytes")
        self.units = units
        self.bytes = bytes
        self.isLowerBound = isLowerBound
        self.isUnbudgeted = isUnbudgeted
    }
}

extension GrowthPoint {
    /// Returns the points of one variant's growth, from trials of any kind.
    ///
    /// A trial that completed without a known wrong result gives a value. A trial killed by its
    /// budget gives a lower bound.
    ///
    /// Trials that ended for another reason show nothing about memory, and those with a wrong
    /// result did not do the job.
    ///
    /// - Parameters:
    ///   - cell: The cell whose strategy and parameters select the trials.
    ///   - scale: The largest scale to include; `nil` includes all.
    ///   - observations: Trials of the scenario, of any cell and kind. Profiled trials and those
    ///     that verify a fit are left out.
    ///   - metric: The metric to read. A metric whose readings don't show a job's need gives no
    ///     points.
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

/// The spread between runs of one program on one input: a share of the reading plus a constant.
package struct GrowthNoise: Hashable, Sendable {
    /// The part of the standard deviation that is proportional to the reading, as a share of it.
    package var relative: Double
    /// The constant part of the standard deviation, which even the smallest program shows, in
    /// bytes.
    package var absoluteBytes: Double

    /// Creates a noise from its two parts.
    package init(relative: Double, absoluteBytes: Double) {
        precondition(
            relative >= 0 && absoluteBytes > 0, "without any noise, no reading could be weighed")
        self.relative = relative
        self.absoluteBytes = absoluteBytes
    }

    /// The typical noise of a machine that is also used for other things: 0.5 % and 100 KiB.
    package static let typical = GrowthNoise(relative: 0.005, absoluteBytes: 102_400)

    /// Returns the standard deviation of a reading, in bytes.
    package func deviation(of bytes: Double) -> Double {
        relative * bytes + absoluteBytes
    }

    /// Returns the difference, in bytes, within which two equal runs stay 19 times out of 20.
    package func differenceBytes(of bytes: Double) -> Double {
        1.96 * 2.0.squareRoot() * deviation(of: bytes)
    }

    func scaled(by factor: Double) -> GrowthNoise {
        GrowthNoise(relative: relative * factor, absoluteBytes: absoluteBytes * factor)
    }
}
