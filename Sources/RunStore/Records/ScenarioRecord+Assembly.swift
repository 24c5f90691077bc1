package import MemoryBudget

extension ScenarioRecord {
    /// Assembles a scenario's record from the trials of its journal.
    ///
    /// Pure: the same cells and observations give the same record, so an interrupted run that is
    /// resumed ends with the `run.json` it would have had.
    ///
    /// - Parameters:
    ///   - scenario: What was asked for.
    ///   - build: Whose workers ran it.
    ///   - unit: What is counted, in the plural; empty if it is not known.
    ///   - input: The file given with `--input`.
    ///   - unavailable: What was selected and can't run here.
    ///   - cells: The cells that were planned, in the order of the table.
    ///   - observations: Of any scenario, cell and kind, in the order of the journal.
    ///   - rejected: The sample of rejected units, by cell.
    ///   - noise: Of the machine, for verdicts and growth; nil if it wasn't measured.
    package init(
        _ scenario: Scenario, build: Build = .head, unit: String, input: String? = nil,
        unavailable: [UnavailableStrategy] = [], cells: [Cell],
        observations: [Observation], rejected: [Cell: [RejectedUnit]] = [:],
        noise: NoiseRecord? = nil
    ) {
        self.init(
            name: scenario.name, build: build, about: scenario.about, path: scenario.path,
            unit: unit,
            budget: scenario.budget, trials: scenario.trials,
            timeoutNanoseconds: scenario.timeout?.wholeNanoseconds,
            dataset: input == nil ? scenario.dataset : nil, input: input,
            unavailable: unavailable,
            controlsNotRun: build == .base
                ? nil : Self.controlsNotRun(of: scenario, cells: cells, unavailable: unavailable),
            cells: cells.map {
                CellRecord(cell: $0, observations: [], budget: scenario.budget(of: $0.strategy))
            })
        ownData = input == nil ? scenario.ownData : nil
        changes = scenario.changes
        verification = scenario.verification
        self = assembled(from: observations, rejected: rejected, noise: noise)
    }

    /// The controls of a scenario of which none is among the cells; nil if one is, or can't run here.
    private static func controlsNotRun(
        of scenario: Scenario, cells: [Cell], unavailable: [UnavailableStrategy]
    ) -> [String]? {
        let names = scenario.strategies.filter { $0.role == .control }.map(\.name)
        let isSaid = unavailable.contains { names.contains($0.strategy) }
        let isJudged = cells.contains {
            $0.role == .candidate && scenario.budget(of: $0.strategy) != nil
        }
        guard !names.isEmpty, !isSaid, isJudged, !cells.contains(where: { $0.role == .control })
        else { return nil }
        return names
    }

    /// The same cells with the results of other trials, as if nothing had been known of them.
    ///
    /// - Parameters: As above, and who held the memory of cells that were profiled.
    package func assembled(
        from observations: [Observation], rejected: [Cell: [RejectedUnit]] = [:],
        holders: [Cell: HolderRecord] = [:], noise: NoiseRecord? = nil
    ) -> ScenarioRecord {
        let results = ResultComparison(
            observations.filter { $0.scenario == name }, by: verification)
        let trials = results.trials
        let own = Dictionary(grouping: trials, by: TrialGroup.init)
        let budgets = Dictionary(cells.map { ($0.strategy, $0.budget) }) { $1 }
        var record = self
        record.worth = nil
        record.strategies = StrategyRecord.records(
            of: cells.map(\.cell), from: trials, noise: noise?.growthNoise ?? .typical,
            budget: { budgets[$0] ?? nil })
        record.cells = cells.map { planned in
            let (cell, budget) = (planned.cell, planned.budget)
            let measured = own[TrialGroup(cell, kind: .measured)] ?? []
            let need = own[TrialGroup(cell, kind: .need)]?.last
            return CellRecord(
                cell: cell, observations: measured,
                floor: own[TrialGroup(cell.floor, kind: .floor)] ?? [],
                need: need,
                profiled: own[TrialGroup(cell, kind: .profiled)]?.last, holder: holders[cell],
                needEstimate: NeedEstimate(
                    of: cell, from: trials, metric: budget?.metric ?? .peakRSS), budget: budget,
                noise: noise, rejected: rejected[cell] ?? [],
                disagreement: results.disagreement(of: measured + [need].compactMap(\.self)))
        }
        return record
    }
}

/// What trials have in common that are summarised together.
private struct TrialGroup: Hashable {
    var strategy: String
    var units: Int
    var parameters: [String: String]
    var kind: Observation.Kind

    init(_ cell: Cell, kind: Observation.Kind) {
        strategy = cell.strategy
        units = cell.scale.units
        parameters = cell.parameters
        self.kind = kind
    }

    init(_ observation: Observation) {
        strategy = observation.strategy
        units = observation.scale.units
        parameters = observation.parameters
        kind = observation.kind
    }
}
