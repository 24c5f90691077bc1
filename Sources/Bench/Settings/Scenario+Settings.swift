import Files
import Harness
import MemoryBudget

extension Scenario {
    /// Puts a file of `--input` in place of the scenario's data.
    mutating func use(_ input: String) {
        dataset = nil
        ownData = .file(absolutePath(input), repeats: false)
    }

    /// Puts the values of `--set` in place of the file's, those of single strategies too.
    ///
    /// - Parameter accepted: What the pipeline understands; empty for a command.
    /// - Throws: ``BenchError`` 64 for a setting nobody knows or a value that is not acceptable.
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
            "'\(setting.value)' is no value of '\(setting.name)', which takes \(expected)"
                + (hint ?? ""))
    }

    /// Puts `--budget` and `--metric` in place of the file's budgets, those of strategies too.
    ///
    /// - Parameter enforcement: Decides what a budget limits where nobody names a metric.
    /// - Throws: ``BenchError`` 64 for a metric without any budget.
    mutating func apply(limit: ByteCount?, metric: Metric?, enforcement: Enforcement) throws {
        if let limit {
            let named = metric ?? budgets.first?.metric
            budget = Budget(metric: named ?? .default(under: enforcement), limit: limit)
            lines.budget = nil
            for index in strategies.indices { strategies[index].budget = nil }
        }
        guard let metric else { return }
        guard !budgets.isEmpty else {
            throw BenchError(
                .usage,
                "'\(name)' has no budget for --metric to be about; give one with --budget 64MiB")
        }
        budget?.metric = metric
        for index in strategies.indices { strategies[index].budget?.metric = metric }
    }
}
