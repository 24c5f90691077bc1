package import MemoryBudget

/// The data that a run's results are computed from: its trials, rejected units and profiles.
///
/// A running measurement keeps it in memory, because measured programs could write to the files.
package struct RunEvidence: Sendable {
    /// All trials, in the order of the journal.
    package private(set) var observations: [Observation] = []
    /// The samples of rejected units by trial, without empty ones.
    private var rejected: [TrialIdentity: [RejectedUnit]] = [:]
    /// The largest call sites of profiled trials.
    private var holders: [TrialIdentity: HolderRecord] = [:]

    /// Creates the evidence of no trials.
    package init() {}

    /// Adds a trial.
    ///
    /// - Parameters:
    ///   - rejected: The rejected units, of which a limited number is kept.
    ///   - profile: The heap profile; `nil` without one.
    package mutating func add(
        _ trial: Observation, rejected units: [RejectedUnit] = [], profile: ProfileRecord? = nil
    ) {
        observations.append(trial)
        let identity = TrialIdentity(trial)
        if !units.isEmpty { rejected[identity] = Array(units.prefix(RejectedUnit.limit)) }
        if let profile { holders[identity] = HolderRecord(profile) }
    }

    /// Returns the largest call sites of a scenario's profiled cells.
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

    /// Returns the first non-empty sample of rejected units of each cell's measured trials.
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
    /// Returns the record with the results of all trials.
    ///
    /// It depends on nothing else, so that an interrupted and resumed run ends with the same
    /// `run.json`. Existing results are replaced.
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
            // Without the commit that some builds append: 5.3.0-0-g54eaed1d….
            "jemalloc \($0.prefix { $0 != "-" })"
        }
        return record
    }
}
