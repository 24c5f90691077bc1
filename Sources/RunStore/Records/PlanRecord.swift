package import MemoryBudget

/// What a run was asked to do: it is stored before the first trial, so that whoever goes on with the
/// run or joins its shards can tell whether the same was asked for.
package struct PlanRecord: Hashable, Sendable, Codable {
    /// Which part of the run this is; nil for all of it.
    package var shard: Shard?
    /// In the order of the command line.
    package var scenarios: [ScenarioPlanRecord]

    /// Makes a record.
    package init(shard: Shard? = nil, scenarios: [ScenarioPlanRecord] = []) {
        self.shard = shard
        self.scenarios = scenarios
    }

    enum CodingKeys: String, StoredKey {
        case shard, scenarios
    }
}

/// What was asked for of one scenario.
package struct ScenarioPlanRecord: Hashable, Sendable, Codable {
    /// The scenario's name.
    package var name: String
    /// The file's text.
    package var text: String
    /// Every variant that was selected, of all shards, in the order of the table.
    package var variants: [String]
    /// All else that decides over what is measured, in words, by the name of its option.
    package var settings: [String: String]
    /// The programs, scripts and input that are measured; nil in a run of an earlier membudget.
    package var files: [PlannedFileRecord]?

    /// Makes a record.
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
    /// How another plan differs.
    ///
    /// Shards are not compared, nor are files: those of another machine have other programs.
    package func differences(of other: PlanRecord) -> [ConditionDifference] {
        let (found, wanted) = (other.scenarios.map(\.name), scenarios.map(\.name))
        guard found == wanted else { return [.scenarios(found: found, wanted: wanted)] }
        return zip(scenarios, other.scenarios).flatMap { $0.differences(of: $1) }
    }

    /// The differences of another plan's files; scenarios of which either has no files are not compared.
    package func fileDifferences(of other: PlanRecord) -> [ConditionDifference] {
        scenarios.flatMap { scenario -> [ConditionDifference] in
            let same = other.scenarios.first { $0.name == scenario.name }
            guard let wanted = scenario.files, let found = same?.files else { return [] }
            return PlannedFileRecord.differences(of: found, from: wanted, in: scenario.name)
        }
    }

    /// Whether a scenario that both have has another text.
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
