public import MemoryBudget

extension CellRecord {
    /// Assembles a cell's verdict and summary from its raw observations.
    ///
    /// - Parameters:
    ///   - cell: What was run.
    ///   - observations: The cell's measured trials.
    ///   - floor: The floor trials of the same strategy and parameters.
    ///   - need: The trial without a budget.
    ///   - budget: What is judged; nil judges nothing, and every verdict is unmeasured.
    ///   - rejected: The sample of bad units; what is above ``RejectedUnit/limit`` is dropped.
    public init(
        cell: Cell, observations: [Observation], floor: [Observation] = [],
        need: Observation? = nil, budget: Budget?, rejected: [RejectedUnit] = []
    ) {
        let inputBytes = (observations + [need].compactMap(\.self)).lazy
            .compactMap(\.scale.inputBytes).first
        strategy = cell.strategy
        scale = ScaleRecord(cell.scale, inputBytes: inputBytes)
        role = cell.role
        parameters = cell.parameters
        verdict = Verdict(judging: observations, budget: budget)
        let floors = floor.filter { !$0.isCensored }.compactMap(\.peakRSSBytes)
        floorRSSBytes = Summary(floors.map(Double.init))?.median
        let wholeNeed = need.flatMap { $0.isCensored ? nil : $0 }
        needRSSBytes = wholeNeed?.peakRSSBytes
        needUnitsPerSecond = wholeNeed?.wholeUnitsPerSecond
        summary = CellSummary(observations, judging: budget?.metric ?? .peakRSS)
        trials = observations + [need].compactMap(\.self)
        self.rejected = Array(rejected.prefix(RejectedUnit.limit))
    }
}
