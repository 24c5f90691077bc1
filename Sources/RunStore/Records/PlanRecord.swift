package import MemoryBudget

/// The plan of a run, stored before the first trial. Resuming a run and joining shards require
/// equal plans.
package struct PlanRecord: Hashable, Sendable, Codable {
    /// The shard that this run is; `nil` for the whole run.
    package var shard: Shard?
    /// The scenarios, in the order of the command line.
    package var scenarios: [ScenarioPlanRecord]

    /// Creates a record.
    package init(shard: Shard? = nil, scenarios: [ScenarioPlanRecord] = []) {
        self.shard = shard
        self.scenarios = scenarios
    }

    enum CodingKeys: String, StoredKey {
        case shard, scenarios
    }
}

/// The plan of one scenario.
package struct ScenarioPlanRecord: Hashable, Sendable, Codable {
    /// The scenario's name.
    package var name: String
    /// The text of its file.
    package var text: String
    /// All selected variants, of all shards, in the order of the table.
    package var variants: [String]
    /// All other settings that affect the measurement, in words, by option name.
    package var settings: [String: String]
    /// The measured programs, scripts and input; `nil` in a run of an earlier membudget.
    package var files: [PlannedFileRecord]?

    /// Creates a record.
    package init(
        name: String, text: String, variants: [String], settings: [String: String],
        files: [PlannedFileRecord]? = nil
    ) {
        self.name = name
        self.text = text
        self.variants = variants
        self.settings = settings
        self.files = files
    }

    enum CodingKeys: String, StoredKey {
        case name, text, variants, settings, files
    }
}

extension PlanRecord {
    /// Returns the differences to another plan.
    ///
    /// Shards are not compared, nor are files, because another machine has other programs.
    package func differences(of other: PlanRecord) -> [ConditionDifference] {
        let (found, wanted) = (other.scenarios.map(\.name), scenarios.map(\.name))
        guard found == wanted else { return [.scenarios(found: found, wanted: wanted)] }
        return zip(scenarios, other.scenarios).flatMap { $0.differences(of: $1) }
    }

    /// Returns the differences between the files of two plans, of scenarios that have files in
    /// both.
    package func fileDifferences(of other: PlanRecord) -> [ConditionDifference] {
        scenarios.flatMap { scenario -> [ConditionDifference] in
            let same = other.scenarios.first { $0.name == scenario.name }
            guard let wanted = scenario.files, let found = same?.files else { return [] }
            return PlannedFileRecord.differences(of: found, from: wanted, in: scenario.name)
        }
    }

    /// Returns whether a scenario in both plans has different texts.
    package func hasOtherTexts(than other: PlanRecord) -> Bool {
        scenarios.contains { scenario in
            other.scenarios.contains { $0.name == scenario.name && $0.text != scenario.text }
        }
    }
}

extension ScenarioPlanRecord {
    fileprivate func differences(of other: ScenarioPlanRecord) -> [ConditionDifference] {
        var differences: [ConditionDifference] = []
        if text != other.text { differences.append(.text(scenario: self.name)) }
        if variants != other.variants {
            differences.append(
                .variants(scenario: self.name, found: other.variants, wanted: variants))
        }
        for name in Set(settings.keys).union(other.settings.keys).sorted()
        where settings[name] != other.settings[name] {
            let (found, wanted) = (other.settings[name] ?? "none", settings[name] ?? "none")
            differences.append(
                .setting(scenario: self.name, name: name, found: found, wanted: wanted))
        }
        return differences
    }
}
