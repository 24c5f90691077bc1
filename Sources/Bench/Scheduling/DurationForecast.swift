package import Harness
package import MemoryBudget

/// The time that trials take, as far as earlier ones or a strategy's nominal speed tell.
package struct DurationForecast: Sendable {
    /// The time of some trials in all.
    package struct Total: Hashable, Sendable {
        /// The sum of what is known.
        package var duration: Duration
        /// Whether that is everything.
        package var isComplete: Bool
        /// Whether anything is known but how quick a floor is.
        package var isConclusive: Bool
    }

    /// The time of a floor that was never measured: starting a worker, and its end.
    private static let floorDuration: Duration = .milliseconds(50)
    /// The time that a trial takes beside its floor and its units, in which its result is checked.
    private static let checkDuration: Duration = .milliseconds(35)
    /// The share of the units that a budget allows in proportion which are done when it stops a trial.
    private static let stoppedShare = 0.5
    /// The time that naming the holders takes after a profiled trial.
    private static let namingDuration: Duration = .milliseconds(300)

    /// The experience of every kind of trial of a variant, by units.
    private let experiences: [Group: [Int: Experience]]
    private let limits: [String: Int?]
    private let costs: [String: NominalCost]
    /// The times that trials take on this machine, by their nominal time.
    private let slowness: Double
    /// The most that a need trial may take; nil if that is not known.
    private let ceiling: Int?

    private struct Group: Hashable {
        var variant: String
        var kind: Observation.Kind
    }

    /// A forecast from experience and nominal costs.
    ///
    /// - Parameters:
    ///   - scenario: Whose budgets are in force: what another limit stopped says nothing.
    ///   - experiences: Of that scenario.
    ///   - costs: What strategies say of themselves, by name.
    ///   - slowness: The times that trials take on this machine, by their nominal time; default 1.
    ///   - ceiling: The most that a need trial may take; nil, the default, runs all of them.
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

    /// About the time that a trial will take; nil if nobody knows.
    ///
    /// As long as it did before; else, stopped by its budget at a smaller scale, as long as there;
    /// else as its time at the nearest scale or its nominal cost say, and no longer than a larger one
    /// took to be stopped.
    package func duration(of planned: PlannedTrial) -> Duration? {
        let own = experiences(of: planned.cell, planned.kind)
        let units = planned.cell.scale.units
        if let same = own[units] { return same.duration }
        if planned.kind == .floor { return Self.floorDuration * slowness }
        if planned.kind == .profiled {
            // Sampling takes hardly any time, but the call sites have to be named.
            let measured = PlannedTrial(cell: planned.cell, kind: .measured, index: 0)
            return duration(of: measured).map { $0 + Self.namingDuration * slowness }
        }
        let stopped = own.values.filter { !$0.isWhole }
        if let smaller = stopped.filter({ $0.units < units }).max(by: { $0.units < $1.units }) {
            return smaller.duration
        }
        // Without a budget it does what a measured trial does that keeps it.
        let measured = planned.kind == .need ? experiences(of: planned.cell, .measured) : [:]
        let whole = (Array(own.values) + measured.values).filter { $0.isWhole && $0.units > 0 }
        let full = scaled(whole, to: planned.cell)
        let nominal = nominal(planned).map { $0 * slowness }
        // What will be stopped before it is done takes no longer than to get there.
        let isCut = planned.kind != .need && isNominallyOver(planned.cell)
        let known = isCut ? [full, nominal] : [full ?? nominal]
        return (known.compactMap(\.self) + stopped.map(\.duration)).min()
    }

    /// The nominal time of a trial, until it ends or its budget stops it; nil if nobody knows.
    func nominal(_ planned: PlannedTrial) -> Duration? {
        let cell = planned.cell
        guard let cost = costs[cell.strategy], cost.unitsPerSecond > 0 else { return nil }
        var units = Double(cell.scale.units)
        if planned.kind != .need, let limit = limits[cell.strategy] ?? nil {
            let most = cost.unitsReaching(limit) ?? units
            // Much is read before it is worked on, so that a budget stops it sooner than in proportion.
            if units > most { units = most * Self.stoppedShare }
        }
        return Self.floorDuration + Self.checkDuration + .seconds(cost.seconds(of: units))
    }

    /// The time of a trial that nobody knows, by what others of its scenario took; nil before any was run.
    package func borrowed(for planned: PlannedTrial) -> Duration? {
        let all = experiences.values.flatMap(\.values).filter { $0.kind != .floor }
        let same = all.filter { $0.units == planned.cell.scale.units }
        let others = same.isEmpty ? all : same
        guard !others.isEmpty else { return nil }
        return .nanoseconds(others.reduce(0) { $0 + $1.nanoseconds } / others.count)
    }

    /// The time that trials will take in all.
    ///
    /// - Parameters:
    ///   - withNeed: Whether need trials follow; those that are expected to are counted.
    ///   - cells: Which cells are profiled; those that are expected to are counted.
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

    /// The times of the need and the profiled trial that a cell's measured trials are expected to call for;
    /// nil for one that nobody knows.
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

    /// Whether a cell is expected to go over its budget: as it did before, or at a smaller scale, or by its
    /// nominal cost.
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

    /// A need trial that was left out before, of a cell that was stopped, or would end at the ceiling.
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

    /// From the nearest scale, in proportion but for the floor.
    private func scaled(_ whole: [Experience], to cell: Cell) -> Duration? {
        let units = cell.scale.units
        func distance(_ other: Experience) -> Double {
            let ratio = Double(units) / Double(other.units)
            return max(ratio, 1 / ratio)
        }
        // Of two as near, always the same one.
        return whole.min { (distance($0), $0.units) < (distance($1), $1.units) }.map { nearest in
            let floor = experiences(of: cell, .floor)[0]?.nanoseconds ?? 0
            let check = floor > 0 && costs[cell.strategy] != nil ? Self.checkDuration : .zero
            let fixed = min(floor + check.wholeNanoseconds, nearest.nanoseconds)
            let own = Double(nearest.nanoseconds - fixed) * growth(of: cell, from: nearest.units)
            return .nanoseconds(Int64(min((Double(fixed) + own).rounded(), 9e18)))
        }
    }

    /// The times that a scale takes longer than another one.
    private func growth(of cell: Cell, from units: Int) -> Double {
        let (from, to) = (Double(units), Double(cell.scale.units))
        guard let cost = costs[cell.strategy], cost.halvingUnits != nil,
            cost.seconds(of: from) > 0
        else { return to / from }
        return cost.seconds(of: to) / cost.seconds(of: from)
    }
}
