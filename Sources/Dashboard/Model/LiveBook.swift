internal import MemoryBudget
internal import RunStore

/// The facts behind the page: the run's record, and every trial by number.
struct LiveBook {
    /// With its scenarios and cells; nil until it was written.
    private(set) var record: RunRecord?
    /// In the order in which they became known.
    private(set) var trials: [Observation] = []
    private var ids: [TrialIdentity: Int] = [:]

    /// The number of a trial, which gets one if it has none.
    mutating func id(of trial: Observation) -> Int {
        let identity = TrialIdentity(trial)
        if let known = ids[identity] { return known }
        ids[identity] = trials.count
        trials.append(trial)
        return trials.count - 1
    }

    /// Takes a record, and the trials behind it.
    ///
    /// - Parameter isWhole: Whether it has its results; otherwise those of the trials are put in.
    mutating func begin(_ record: RunRecord, trials: [Observation], isWhole: Bool) {
        for trial in trials { _ = id(of: trial) }
        self.record = record
        guard !isWhole else { return }
        var record = record
        record.scenarios = record.scenarios.map(assembled)
        self.record = record
    }

    /// Takes a trial that is over.
    ///
    /// - Returns: Its scenario with the new results; nil if the record has none of that name.
    mutating func add(_ trial: Observation) -> ScenarioRecord? {
        _ = id(of: trial)
        guard let index = record?.scenarios.firstIndex(where: { $0.name == trial.scenario }),
            let scenario = record?.scenarios[index]
        else { return nil }
        let result = assembled(scenario)
        record?.scenarios[index] = result
        return result
    }

    /// A scenario of the record as the page has it.
    mutating func live(_ scenario: ScenarioRecord) -> LiveScenario {
        LiveScenario(scenario) { id(of: $0) }
    }

    /// Every scenario of the record.
    mutating func liveScenarios() -> [LiveScenario] {
        (record?.scenarios ?? []).map { live($0) }
    }

    private func assembled(_ scenario: ScenarioRecord) -> ScenarioRecord {
        scenario.assembled(from: trials, noise: record?.environment.noiseFloor)
    }
}
