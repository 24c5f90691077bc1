import Files
import Harness
import MemoryBudget

extension Scenario {
    /// Replaces the scenario's data by the file of `--input`.
    mutating func use(_ input: String) {
        dataset = nil
        ownData = .file(absolutePath(input), repeats: false)
    }

    /// Replaces the scenario's parameters by the values of `--set`, including those of single
    /// strategies.
    ///
    /// - Parameter accepted: The parameters of the pipeline; empty for a command.
    /// - Throws: ``BenchError`` 64 for an unknown parameter or an unacceptable value.
    mutating func apply(_ settings: [Setting], accepted: [WorkerDescription.Parameter]) throws {
        for setting in settings { try check(setting, accepted) }
        for (name, group) in Dictionary(grouping: settings, by: \.name) {
            parameters.removeAll { $0.name == name }
            for index in strategies.indices {
                strategies[index].parameters.removeAll { $0.name == name }
            }
            parameters.append(Parameter(name: name, values: group.map(\.value)))
        }
        parameters.sort { $0.name < $1.name }
    }

    private func check(_ setting: Setting, _ accepted: [WorkerDescription.Parameter]) throws {
        let own = parameters + strategies.flatMap(\.parameters)
        let known = own.map(\.name) + accepted.map(\.name)
        guard known.contains(setting.name) else {
            let hint = nearest(to: setting.name, among: known).map { "; did you mean '\($0)'?" }
            throw BenchError(.usage, "'\(name)' has no parameter '\(setting.name)'\(hint ?? "")")
        }
        let kind = accepted.first { $0.name == setting.name }?.kind
        guard let kind, let expected = kind.objection(to: setting.value) else { return }
        let hint = kind.proposal(for: setting.value).map { "; did you mean '\($0)'?" }
        throw BenchError(
            .usage,
            "'\(setting.value)' is not a value of '\(setting.name)', which takes \(expected)"
                + (hint ?? ""))
    }

    /// Replaces the scenario's budgets by `--budget` and `--metric`, including those of single
    /// strategies.
    ///
    /// - Parameter enforcement: The enforcement, which determines the metric of a budget if none is
    ///   named.
    /// - Throws: ``BenchError`` 64 for a metric without any budget.
    mutating func apply(limit: ByteCount?, metric: Metric?, enforcement: Enforcement) throws {
        if let limit {
            let named = metric ?? budgets.first?.metric
            budget = Budget(metric: named ?? .default(under: enforcement), limit: limit)
            budgetOption = "--budget"
            lines.budget = nil
            for index in strategies.indices { strategies[index].budget = nil }
        }
        guard let metric else { return }
        guard !budgets.isEmpty else {
            throw BenchError(
                .usage,
                "'\(name)' has no budget for --metric; give one, such as --budget 64MiB")
        }
        budget?.metric = metric
        for index in strategies.indices { strategies[index].budget?.metric = metric }
    }
}
