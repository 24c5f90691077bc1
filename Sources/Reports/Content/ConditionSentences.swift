package import Judging
package import RunStore

extension ConditionDifference {
    /// `kernel is Linux 7, not Linux 6`, `'csv-ingest': trials is 5, not 3`.
    package var sentence: String {
        switch self {
        case .condition(let name, let found, let wanted): "\(name) is \(found), not \(wanted)"
        case .setting(let scenario, let name, let found, let wanted):
            "'\(scenario)': \(name) is \(found), not \(wanted)"
        case .text(let scenario): "'\(scenario)': the text of the scenario file has changed"
        case .fileContent(let scenario, let role, let path):
            "'\(scenario)': \(role.title) '\(path)' has different content"
        case .missingFile(let scenario, let role, let path):
            "'\(scenario)': \(role.title) '\(path)' is missing"
        case .variants(let scenario, let found, let wanted):
            "'\(scenario)': the strategies are \(Self.list(found)), not \(Self.list(wanted))"
        case .scenarios(let found, let wanted):
            "the scenarios are \(Self.list(found)), not \(Self.list(wanted))"
        case .shardCount(let found, let wanted):
            "it is one of \(found) shards, not \(wanted)"
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension PlannedFileRecord.Role {
    fileprivate var title: String {
        switch self {
        case .worker: "the worker"
        case .program: "the program"
        case .argument: "the file"
        case .input: "the input"
        }
    }
}

extension MergeWarning {
    /// One sentence: the shard, and the differences in its machine, membudget version or files.
    package var sentence: String {
        "\(path): measured under different conditions than \(firstPath): "
            + differences.map(\.sentence).joined(separator: "; ")
    }
}

extension MeasuredStatus.Gap {
    /// One sentence: the first cell that is missing, and the number of others.
    package var sentence: String {
        switch self {
        case .unmeasured(let scenario, let variant, let scale, let others):
            "not measured: \(scenario) \(variant) @ \(scale)\(Self.more(others)); see the report"
        case .absent(let scenario, let absence, let others):
            "can't run here: \(scenario) \(absence.strategy) (\(absence.reason))"
                + "\(Self.more(others)); see the report"
        case .disagreeing(let scenario, let variant, let scale, let others):
            "results differ: \(scenario) \(variant) @ \(scale)\(Self.more(others)); see the report"
        case .unreadable(let scenario, let variant, let scale, let others):
            "reference result missing or unreadable: \(scenario) \(variant) @ \(scale)"
                + "\(Self.more(others)); see the report"
        }
    }

    private static func more(_ others: Int) -> String {
        others > 0 ? " and \(others) more" : ""
    }
}
