internal import MemoryBudget
internal import RunStore

/// The data behind the page: the run's record, and every trial by number.
struct LiveBook {
    /// The record with its scenarios and cells; `nil` until it is written.
    private(set) var record: RunRecord?
    /// The trials, in the order in which they became known.
    private(set) var trials: [Observation] = []
    private var ids: [TrialIdentity: Int] = [:]

    /// Returns the number of a trial, assigning one if necessary.
    mutating func id(of trial: Observation) -> Int {
        let identity = TrialIdentity(trial)
        if let known = ids[identity] { return known }
        ids[identity] = trials.count
        trials.append(trial)
        return trials.count - 1
    }

    /// Replaces the record and adds its trials.
    ///
    /// - Parameter isWhole: Whether the record has its results; otherwise they are computed from
    ///   the trials.
    mutating func begin(_ record: RunRecord, trials: [Observation], isWhole: Bool) {
        for trial in trials { _ = id(of: trial) }
        self.record = record
        guard !isWhole else { return }
        var record = record
        record.scenarios = record.scenarios.map(assembled)
        self.record = record
    }

    /// Adds a completed trial.
    ///
    /// - Returns: The scenario of the trial with its new results; `nil` if the record has no such
    ///   scenario.
    mutating func add(_ trial: Observation) -> ScenarioRecord? {
        _ = id(of: trial)
        guard let index = record?.scenarios.firstIndex(where: { $0.name == trial.scenario }),
            let scenario = record?.scenarios[index]
        else { return nil }
        let result = assembled(scenario)
        record?.scenarios[index] = result
        return result
    }

    /// Returns a scenario of the record in the form that the page shows.
    mutating func live(_ scenario: ScenarioRecord) -> LiveScenario {
        LiveScenario(scenario) { id(of: $0) }
    }

    /// Returns every scenario of the record.
    mutating func liveScenarios() -> [LiveScenario] {
        (record?.scenarios ?? []).map { live($0) }
    }

    private func assembled(_ scenario: ScenarioRecord) -> ScenarioRecord {
        scenario.assembled(from: trials, noise: record?.environment.noiseFloor)
    }
}
