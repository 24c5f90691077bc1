package import Harness
package import MemoryBudget

/// The expected durations of trials, based on earlier trials or a strategy's nominal speed.
package struct DurationForecast: Sendable {
    /// The total duration of some trials.
    package struct Total: Hashable, Sendable {
        /// The sum of the known durations.
        package var duration: Duration
        /// Whether all durations are known.
        package var isComplete: Bool
        /// Whether any duration other than that of a floor is known.
        package var isConclusive: Bool
    }

    /// The assumed duration of an unmeasured floor: a worker's start and exit.
    private static let floorDuration: Duration = .milliseconds(50)
    /// The duration of a trial's check, in addition to its floor and units.
    private static let checkDuration: Duration = .milliseconds(35)
    /// The units that a stopped trial completes, as a fraction of those at which its nominal memory
    /// reaches the budget.
    private static let stoppedShare = 0.5
    /// The duration of symbolizing call sites after a profiled trial.
    private static let namingDuration: Duration = .milliseconds(300)

    /// The experiences per variant and kind of trial, keyed by units.
    private let experiences: [Group: [Int: Experience]]
    private let limits: [String: Int?]
    private let costs: [String: NominalCost]
    /// The ratio of actual to nominal durations on this machine.
    private let slowness: Double
    /// The maximum memory of a need trial, in bytes; `nil` if unknown.
    private let ceiling: Int?

    private struct Group: Hashable {
        var variant: String
        var kind: Observation.Kind
    }

    /// Creates a forecast from experiences and nominal costs.
    ///
    /// - Parameters:
    ///   - scenario: The scenario with the budgets in force; experiences of trials stopped by
    ///     another limit are ignored.
    ///   - experiences: The experiences of that scenario.
    ///   - costs: The nominal costs of strategies, by name.
    ///   - slowness: The ratio of actual to nominal durations on this machine; default 1.
    ///   - ceiling: The maximum memory of a need trial; `nil`, the default, runs all of them.
    package init(
        of scenario: Scenario, from experiences: [Experience], costs: [String: NominalCost],
        slowness: Double = 1, ceiling: ByteCount? = nil
    ) {
        var limits: [String: Int?] = [:]
        for strategy in scenario.strategies {
            limits[strategy.name] = scenario.budget(of: strategy.name)?.limit.bytes
        }
        var groups: [Group: [Int: Experience]] = [:]
        for experience in experiences
        where experience.isWhole || experience.kind == .need
            || experience.stoppedAtBytes == limits[experience.strategy] ?? nil
        {
            let group = Group(variant: experience.variant, kind: experience.kind)
            groups[group, default: [:]][experience.units] = experience
        }
        self.experiences = groups
        self.limits = limits
        self.costs = costs
        self.slowness = slowness
        self.ceiling = ceiling?.bytes
    }

    /// Returns the expected duration of a trial; `nil` if unknown.
    ///
    /// This is the recorded duration of the same trial, or else of a smaller one that its budget
    /// stopped, or else an estimate from the nearest scale or the nominal cost. An estimate is at
    /// most the duration of a larger trial that was stopped.
    package func duration(of planned: PlannedTrial) -> Duration? {
        let own = experiences(of: planned.cell, planned.kind)
        let units = planned.cell.scale.units
        if let same = own[units] { return same.duration }
        if planned.kind == .floor { return Self.floorDuration * slowness }
        if planned.kind == .profiled {
            // Sampling takes hardly any time, but symbolizing the call sites does.
            let measured = PlannedTrial(cell: planned.cell, kind: .measured, index: 0)
            return duration(of: measured).map { $0 + Self.namingDuration * slowness }
        }
        let stopped = own.values.filter { !$0.isWhole }
        if let smaller = stopped.filter({ $0.units < units }).max(by: { $0.units < $1.units }) {
            return smaller.duration
        }
        // Without a budget, a trial does the same work as a measured trial that stays within it.
        let measured = planned.kind == .need ? experiences(of: planned.cell, .measured) : [:]
        let whole = (Array(own.values) + measured.values).filter { $0.isWhole && $0.units > 0 }
        let full = scaled(whole, to: planned.cell)
        let nominal = nominal(planned).map { $0 * slowness }
        // A trial that will be stopped takes at most the time until then.
        let isCut = planned.kind != .need && isNominallyOver(planned.cell)
        let known = isCut ? [full, nominal] : [full ?? nominal]
        return (known.compactMap(\.self) + stopped.map(\.duration)).min()
    }

    /// Returns the nominal duration of a trial, until it ends or its budget stops it; `nil` if
    /// unknown.
    func nominal(_ planned: PlannedTrial) -> Duration? {
        let cell = planned.cell
        guard let cost = costs[cell.strategy], cost.unitsPerSecond > 0 else { return nil }
        var units = Double(cell.scale.units)
        if planned.kind != .need, let limit = limits[cell.strategy] ?? nil {
            let most = cost.unitsReaching(limit) ?? units
            // Much input is read before it is processed, so a budget stops a trial sooner than
            // proportionally.
            if units > most { units = most * Self.stoppedShare }
        }
        return Self.floorDuration + Self.checkDuration + .seconds(cost.seconds(of: units))
    }

    /// Returns a guess for an unknown trial, the mean of others of its scenario; `nil` before any
    /// was run.
    package func borrowed(for planned: PlannedTrial) -> Duration? {
        let all = experiences.values.flatMap(\.values).filter { $0.kind != .floor }
        let same = all.filter { $0.units == planned.cell.scale.units }
        let others = same.isEmpty ? all : same
        guard !others.isEmpty else { return nil }
        return .nanoseconds(others.reduce(0) { $0 + $1.nanoseconds } / others.count)
    }

    /// Returns the total duration of trials.
    ///
    /// - Parameters:
    ///   - withNeed: Whether cells over budget get a need trial; the expected ones are included.
    ///   - cells: The cells that get a profiled trial; the expected ones are included.
    package func total(
        of trials: [PlannedTrial], withNeed: Bool, profiling cells: ProfiledCells = .none
    ) -> Total {
        var total = Total(duration: .zero, isComplete: true, isConclusive: false)
        for planned in trials {
            let duration = duration(of: planned)
            total.duration += duration ?? .zero
            total.isComplete = total.isComplete && duration != nil
            total.isConclusive = total.isConclusive || (planned.kind != .floor && duration != nil)
        }
        for cell in Set(trials.filter { $0.kind == .measured }.map(\.cell)) {
            for more in following(cell, withNeed: withNeed, profiling: cells) {
                total.duration += more ?? .zero
                total.isComplete = total.isComplete && more != nil
            }
        }
        return total
    }

    /// Returns the durations of the need and profiled trials that are expected to follow a cell's
    /// measured trials; `nil` for an unknown one.
    func following(
        _ cell: Cell, withNeed: Bool, profiling cells: ProfiledCells
    ) -> [Duration?] {
        let isOver = isExpectedOver(cell)
        var times: [Duration?] = []
        if withNeed, isOver, !leavesOutNeed(of: cell) {
            times.append(duration(of: PlannedTrial(cell: cell, kind: .need, index: 0)))
        }
        if cells == .all || (cells == .overBudget && isOver) {
            times.append(duration(of: PlannedTrial(cell: cell, kind: .profiled, index: 0)))
        }
        return times
    }

    /// Returns whether a cell is expected to go over its budget, because it did before, did at a
    /// smaller scale, or would by its nominal cost.
    private func isExpectedOver(_ cell: Cell) -> Bool {
        let own = experiences(of: cell, .measured)
        if let same = own[cell.scale.units] { return !same.isWhole }
        if own.values.contains(where: { !$0.isWhole && $0.units < cell.scale.units }) {
            return true
        }
        if own.values.contains(where: { $0.isWhole && $0.units > cell.scale.units }) {
            return false
        }
        return isNominallyOver(cell)
    }

    private func isNominallyOver(_ cell: Cell) -> Bool {
        guard let cost = costs[cell.strategy], let limit = limits[cell.strategy] ?? nil,
            let most = cost.unitsReaching(limit)
        else { return false }
        return Double(cell.scale.units) > most
    }

    /// Returns whether a cell gets no need trial: it was skipped before, or would nominally reach
    /// the ceiling.
    private func leavesOutNeed(of cell: Cell) -> Bool {
        let needs = experiences(of: cell, .need)
        let units = cell.scale.units
        if needs[units] != nil { return false }
        if experiences(of: cell, .measured)[units] != nil { return true }
        guard let cost = costs[cell.strategy], let ceiling else { return false }
        return cost.bytes(of: Double(units)) > Double(ceiling)
    }

    private func experiences(of cell: Cell, _ kind: Observation.Kind) -> [Int: Experience] {
        experiences[Group(variant: cell.variant, kind: kind)] ?? [:]
    }

    /// Returns an estimate from the nearest scale, proportional to the units except for the floor.
    private func scaled(_ whole: [Experience], to cell: Cell) -> Duration? {
        let units = cell.scale.units
        func distance(_ other: Experience) -> Double {
            let ratio = Double(units) / Double(other.units)
            return max(ratio, 1 / ratio)
        }
        // If two are equally near, the choice is deterministic.
        return whole.min { (distance($0), $0.units) < (distance($1), $1.units) }.map { nearest in
            let floor = experiences(of: cell, .floor)[0]?.nanoseconds ?? 0
            let check = floor > 0 && costs[cell.strategy] != nil ? Self.checkDuration : .zero
            let fixed = min(floor + check.wholeNanoseconds, nearest.nanoseconds)
            let own = Double(nearest.nanoseconds - fixed) * growth(of: cell, from: nearest.units)
            return .nanoseconds(Int64(min((Double(fixed) + own).rounded(), 9e18)))
        }
    }

    /// Returns the factor by which a scale takes longer than another one.
    private func growth(of cell: Cell, from units: Int) -> Double {
        let (from, to) = (Double(units), Double(cell.scale.units))
        guard let cost = costs[cell.strategy], cost.halvingUnits != nil,
            cost.seconds(of: from) > 0
        else { return to / from }
        return cost.seconds(of: to) / cost.seconds(of: from)
    }
}
