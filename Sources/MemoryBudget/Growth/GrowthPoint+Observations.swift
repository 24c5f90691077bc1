extension GrowthPoint {
    /// What the trials of one variant say of its growth: a value from each that did the whole job
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
    ///   - metric: What is looked at.
    package static func points(
        of cell: Cell, upTo scale: Scale? = nil, from observations: [Observation],
        _ metric: Metric
    ) -> [GrowthPoint] {
        observations.compactMap { trial in
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
                ? nil : GrowthPoint(units: trial.scale.units, bytes: bytes)
        }
    }
}
