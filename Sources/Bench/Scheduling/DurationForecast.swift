package import Harness
package import MemoryBudget

/// How long trials take, as far as earlier ones or a strategy's nominal speed tell.
package struct DurationForecast: Sendable {
    /// The time of an earlier trial, its check included.
    package struct Experience: Hashable, Sendable, Codable {
        /// The strategy's name.
        package var strategy: String
        /// Strategy and parameters.
        package var variant: String
        /// The scale's units; 0 for a floor.
        package var units: Int
        /// Why it was run.
        package var kind: Observation.Kind
        /// How long it took.
        package var nanoseconds: Int
        /// The limit that ended it before it was done; nil if nothing did.
        package var stoppedAtBytes: Int?

        /// The experience of a trial.
        package init(_ planned: PlannedTrial, _ observation: Observation, took duration: Duration) {
            strategy = planned.cell.strategy
            variant = planned.cell.variant
            units = planned.cell.scale.units
            kind = planned.kind
            nanoseconds = duration.wholeNanoseconds
            let wasStopped = observation.outcome == .overBudget && observation.isCensored
            stoppedAtBytes = wasStopped ? observation.budget?.limit.bytes : nil
        }

        /// The key under which a newer one takes its place.
        var key: Key { Key(variant: variant, units: units, kind: kind) }

        /// The trials of one kind of a variant at a scale.
        struct Key: Hashable {
            var variant: String
            var units: Int
            var kind: Observation.Kind
        }

        fileprivate var duration: Duration { .nanoseconds(nanoseconds) }
        fileprivate var isWhole: Bool { stoppedAtBytes == nil }
    }

    /// How long some trials take in all.
    package struct Total: Hashable, Sendable {
        /// The sum of what is known.
        package var duration: Duration
        /// Whether that is everything.
        package var isComplete: Bool
        /// Whether anything is known but how quick a floor is.
        package var isConclusive: Bool
    }

    /// The time of a floor that was never measured.
    private static let floorDuration: Duration = .milliseconds(100)

    /// The experience of every kind of trial of a variant, by units.
    private let experiences: [Group: [Int: Experience]]
    private let unitsPerSecond: [String: Double]

    private struct Group: Hashable {
        var variant: String
        var kind: Observation.Kind
    }

    /// A forecast from experience and nominal speeds.
    ///
    /// - Parameters:
    ///   - scenario: Whose budgets are in force: what another limit stopped says nothing.
    ///   - experiences: Of that scenario.
    ///   - unitsPerSecond: What strategies say of themselves, by name.
    package init(
        of scenario: Scenario, from experiences: [Experience], unitsPerSecond: [String: Double]
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
        self.unitsPerSecond = unitsPerSecond
    }

    /// How long a trial will take, about; nil if nobody knows.
    ///
    /// As long as it did before; else, stopped by its budget at a smaller scale, as long as there;
    /// else as long as at the nearest scale or at nominal speed, by units, and no longer than a
    /// larger one took to be stopped.
    package func duration(of planned: PlannedTrial) -> Duration? {
        let own = experiences(of: planned.cell, planned.kind)
        let units = planned.cell.scale.units
        if let same = own[units] { return same.duration }
        if planned.kind == .floor { return Self.floorDuration }
        if planned.kind == .profiled {
            // Sampling takes hardly any time.
            return duration(of: PlannedTrial(cell: planned.cell, kind: .measured, index: 0))
        }
        let stopped = own.values.filter { !$0.isWhole }
        if let smaller = stopped.filter({ $0.units < units }).max(by: { $0.units < $1.units }) {
            return smaller.duration
        }
        // Without a budget it does what a measured trial does that keeps it.
        let measured = planned.kind == .need ? experiences(of: planned.cell, .measured) : [:]
        let whole = (Array(own.values) + measured.values).filter { $0.isWhole && $0.units > 0 }
        let full = scaled(whole, to: units) ?? nominal(planned.cell)
        return ([full].compactMap(\.self) + stopped.map(\.duration)).min()
    }

    /// How long trials will take in all.
    ///
    /// - Parameters:
    ///   - withNeed: Whether need trials follow; those that are known to are counted.
    ///   - cells: Which cells are profiled; those that are known to are counted.
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
            for more in [withNeed ? need(after: cell) : nil, profile(of: cell, among: cells)] {
                guard let more else { continue }
                total.duration += more.duration
                total.isComplete = total.isComplete && more.isComplete
            }
        }
        return total
    }

    /// Of a cell that is profiled only if its budget stops it, what did before tells whether it will be;
    /// nil if none is.
    private func profile(
        of cell: Cell, among cells: ProfiledCells
    ) -> (duration: Duration, isComplete: Bool)? {
        let same = experiences(of: cell, .measured)[cell.scale.units]
        switch cells {
        case .none: return nil
        case .overBudget where same?.isWhole ?? true: return nil
        case .overBudget, .all:
            let duration = duration(of: PlannedTrial(cell: cell, kind: .profiled, index: 0))
            return (duration ?? .zero, duration != nil)
        }
    }

    /// The need trial of a cell that was stopped before is run again, or left out again; of one that
    /// is stopped for the first time nobody knows whether it will be run.
    private func need(after cell: Cell) -> (duration: Duration, isComplete: Bool) {
        let own = experiences(of: cell, .measured)
        if let same = own[cell.scale.units] {
            let need = experiences(of: cell, .need)[same.units]
            return (same.isWhole ? .zero : need?.duration ?? .zero, true)
        }
        return (.zero, !own.values.contains { !$0.isWhole && $0.units < cell.scale.units })
    }

    private func experiences(of cell: Cell, _ kind: Observation.Kind) -> [Int: Experience] {
        experiences[Group(variant: cell.variant, kind: kind)] ?? [:]
    }

    /// From the nearest scale, in proportion.
    private func scaled(_ whole: [Experience], to units: Int) -> Duration? {
        func distance(_ other: Experience) -> Double {
            let ratio = Double(units) / Double(other.units)
            return max(ratio, 1 / ratio)
        }
        // Of two as near, always the same one.
        return whole.min { (distance($0), $0.units) < (distance($1), $1.units) }.map {
            .nanoseconds(
                Int64(min(Double($0.nanoseconds) * Double(units) / Double($0.units), 9e18)))
        }
    }

    private func nominal(_ cell: Cell) -> Duration? {
        guard let speed = unitsPerSecond[cell.strategy], speed > 0 else { return nil }
        return .seconds(Double(cell.scale.units) / speed)
    }
}
