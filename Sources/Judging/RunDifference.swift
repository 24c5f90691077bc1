package import MemoryBudget
package import RunStore

/// A difference between two runs besides the memory of their cells.
package enum RunDifference: Hashable, Sendable {
    /// A build's run did not come to its end.
    case unfinished(Build)
    /// A fact of the machine.
    case machine(ConditionDifference)
    /// The metric that a scenario's budgets limit.
    case metric(scenario: String, base: Metric, head: Metric)
    /// The data of a scenario.
    case data(scenario: String, base: ScenarioData, head: ScenarioData)
    /// The budget of a scenario, in bytes; nil for none.
    case limit(scenario: String, base: Int?, head: Int?)

    /// All of them: whether both ended, the machines, then each scenario that both have.
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
    /// Nothing.
    case none
    /// The file of `--input`.
    case input(String)
    /// Data of the user's own that the scenario names.
    case own(OwnData)
    /// Generated data.
    case generated(Scenario.DatasetRequest)

    fileprivate init(_ record: ScenarioRecord) {
        self =
            record.input.map(Self.input) ?? record.ownData.map(Self.own)
            ?? record.dataset.map(Self.generated) ?? .none
    }
}
