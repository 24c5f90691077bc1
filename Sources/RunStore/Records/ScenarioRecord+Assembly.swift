package import MemoryBudget

extension ScenarioRecord {
    /// Creates a scenario's record from the trials of its journal.
    ///
    /// The same cells and observations always give the same record, so that an interrupted and
    /// resumed run ends with the same `run.json`.
    ///
    /// - Parameters:
    ///   - scenario: The scenario.
    ///   - build: The build whose workers ran it.
    ///   - unit: The name of the units, in the plural; empty if unknown.
    ///   - input: The file given with `--input`.
    ///   - unavailable: The selected strategies that can't run on this machine.
    ///   - cells: The planned cells, in the order of the table.
    ///   - observations: Trials of any scenario, cell and kind, in the order of the journal.
    ///   - rejected: The sample of rejected units, by cell.
    ///   - noise: The machine's noise, for verdicts and growth; `nil` if not measured.
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

    /// Returns a scenario's controls if none is among the cells; `nil` if one is, or can't run
    /// here.
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

    /// Returns the same cells with the results of other trials, replacing all earlier results.
    ///
    /// - Parameter holders: The largest call sites of profiled cells.
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

/// The properties shared by trials that are summarized together.
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
