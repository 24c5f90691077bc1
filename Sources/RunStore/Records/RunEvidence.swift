package import MemoryBudget

/// All that a run's results are computed from: its trials, with what was kept beside them.
///
/// A run that is measured keeps it in memory, because what is measured could write to the run's files.
package struct RunEvidence: Sendable {
    /// Every trial, in the order of the journal.
    package private(set) var observations: [Observation] = []
    /// The samples of rejected units, by their trials; none is empty.
    private var rejected: [TrialIdentity: [RejectedUnit]] = [:]
    /// The holders of the memory of trials that were profiled.
    private var holders: [TrialIdentity: HolderRecord] = [:]

    /// The evidence of no trials.
    package init() {}

    /// Adds a trial.
    ///
    /// - Parameters:
    ///   - rejected: The units it rejected, of which only so many are kept.
    ///   - profile: Who held its memory; nil without a profile.
    package mutating func add(
        _ trial: Observation, rejected units: [RejectedUnit] = [], profile: ProfileRecord? = nil
    ) {
        observations.append(trial)
        let identity = TrialIdentity(trial)
        if !units.isEmpty { rejected[identity] = Array(units.prefix(RejectedUnit.limit)) }
        if let profile { holders[identity] = HolderRecord(profile) }
    }

    /// Of each cell of a scenario that was profiled, who held its memory.
    func holders(in scenario: ScenarioRecord) -> [Cell: HolderRecord] {
        let profiled = observations.filter {
            $0.kind == .profiled && $0.scenario == scenario.name
        }
        return scenario.cells.map(\.cell).reduce(into: [:]) { found, cell in
            let trial = profiled.last {
                $0.strategy == cell.strategy && $0.parameters == cell.parameters
                    && $0.scale.units == cell.scale.units
            }
            found[cell] = trial.flatMap { holders[TrialIdentity($0)] }
        }
    }

    /// Of each cell of a scenario, the sample of the first measured trial that has one.
    func rejected(in scenario: ScenarioRecord) -> [Cell: [RejectedUnit]] {
        let cells = Dictionary(
            scenario.cells.map {
                (
                    TrialIdentity(
                        scenario: scenario.name, cell: $0.cell, kind: .measured, index: 0),
                    $0.cell
                )
            }
        ) { first, _ in first }
        return observations.reduce(into: [:]) { found, trial in
            let identity = TrialIdentity(trial)
            var first = identity
            first.index = 0
            guard let cell = cells[first], found[cell] == nil, trial.rowsFailed != nil else {
                return
            }
            found[cell] = rejected[identity]
        }
    }
}

extension RunRecord {
    /// The record with the results of every trial.
    ///
    /// It depends on nothing else, so a run that was interrupted and resumed ends with the `run.json`
    /// that it would have had. Results that it already has are replaced.
    package func assembled(from evidence: RunEvidence) -> RunRecord {
        var record = self
        for index in record.scenarios.indices {
            let scenario = record.scenarios[index]
            record.scenarios[index] = scenario.assembled(
                from: evidence.observations, rejected: evidence.rejected(in: scenario),
                holders: evidence.holders(in: scenario), noise: record.environment.noiseFloor)
        }
        let version = evidence.observations.lazy.compactMap(\.allocator.version).first
        record.environment.allocator = version.map {
            // Without the commit that some builds add: 5.3.0-0-g54eaed1d….
            "jemalloc \($0.prefix { $0 != "-" })"
        }
        return record
    }
}
