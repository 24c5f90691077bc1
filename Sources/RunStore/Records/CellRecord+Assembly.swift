package import MemoryBudget

extension CellRecord {
    /// Assembles a cell's verdict and summary from its raw observations.
    ///
    /// - Parameters:
    ///   - cell: What was run.
    ///   - observations: The cell's measured trials.
    ///   - floor: The floor trials of the same strategy and parameters.
    ///   - need: The trial without a budget.
    ///   - needEstimate: What smaller scales say of the need; kept only where nothing measured it.
    ///   - budget: What is judged; nil judges nothing, and every verdict is unmeasured.
    ///   - noise: Of the machine, within which no reading decides; nil if it wasn't measured.
    ///   - rejected: The sample of bad units; what is above ``RejectedUnit/limit`` is dropped.
    package init(
        cell: Cell, observations: [Observation], floor: [Observation] = [],
        need: Observation? = nil, needEstimate: @autoclosure () -> NeedEstimate? = nil,
        budget: Budget?, noise: NoiseRecord? = nil, rejected: [RejectedUnit] = []
    ) {
        let inputBytes = (observations + [need].compactMap(\.self)).lazy
            .compactMap(\.scale.inputBytes).first
        strategy = cell.strategy
        scale = ScaleRecord(cell.scale, inputBytes: inputBytes)
        role = cell.role
        parameters = cell.parameters
        self.budget = budget.map(BudgetRecord.init)
        verdict = Verdict(judging: observations, budget: budget, noise: noise)
        let floors = floor.filter { !$0.isCensored }.compactMap(\.peakRSSBytes)
        floorRSSBytes = Summary(floors.map(Double.init))?.median
        let wholeNeed = need.flatMap { $0.isCensored ? nil : $0 }
        needRSSBytes = wholeNeed?.peakRSSBytes
        needUnitsPerSecond = wholeNeed?.wholeUnitsPerSecond
        let wasStopped = observations.contains { $0.outcome == .overBudget && $0.isCensored }
        self.needEstimate = wasStopped && wholeNeed == nil ? needEstimate() : nil
        summary = CellSummary(observations, judging: budget?.metric ?? .peakRSS)
        trials = observations + [need].compactMap(\.self)
        self.rejected = Array(rejected.prefix(RejectedUnit.limit))
    }
}
