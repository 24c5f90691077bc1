package import MemoryBudget
package import RunStore

/// A difference between two runs other than the memory of their cells.
package enum RunDifference: Hashable, Sendable {
    /// A build's run did not complete.
    case unfinished(Build)
    /// A property of the machine differs.
    case machine(ConditionDifference)
    /// The metric of a scenario's budgets differs.
    case metric(scenario: String, base: Metric, head: Metric)
    /// The data of a scenario differs.
    case data(scenario: String, base: ScenarioData, head: ScenarioData)
    /// The budget of a scenario differs; in bytes, `nil` for none.
    case limit(scenario: String, base: Int?, head: Int?)

    /// Returns all differences: in completion, in the machines, and then in each common scenario.
    static func all(of head: RunRecord, against base: RunRecord) -> [RunDifference] {
        let unfinished = [(Build.base, base), (.head, head)].filter { $1.finishedAt == nil }
            .map { RunDifference.unfinished($0.0) }
        let machines = base.environment.differences(of: head.environment).all.map(machine)
        let scenarios = head.scenarios.flatMap { scenario in
            base.scenarios.first { $0.name == scenario.name }
                .map { all(of: scenario, against: $0) } ?? []
        }
        return unfinished + machines + scenarios
    }

    private static func all(
        of head: ScenarioRecord, against base: ScenarioRecord
    ) -> [RunDifference] {
        let (earlier, later) = (ScenarioData(base), ScenarioData(head))
        let limits = [base, head].map { $0.budget?.limit.bytes }
        let all: [RunDifference?] = [
            base.metric == head.metric
                ? nil : .metric(scenario: head.name, base: base.metric, head: head.metric),
            earlier == later ? nil : .data(scenario: head.name, base: earlier, head: later),
            limits[0] == limits[1]
                ? nil : .limit(scenario: head.name, base: limits[0], head: limits[1]),
        ]
        return all.compactMap(\.self)
    }
}

/// The data of a scenario.
package enum ScenarioData: Hashable, Sendable {
    /// The scenario has no data.
    case none
    /// The file of `--input`.
    case input(String)
    /// The user's own data that the scenario names.
    case own(OwnData)
    /// Generated data.
    case generated(Scenario.DatasetRequest)

    fileprivate init(_ record: ScenarioRecord) {
        self =
            record.input.map(Self.input) ?? record.ownData.map(Self.own)
            ?? record.dataset.map(Self.generated) ?? .none
    }
}
