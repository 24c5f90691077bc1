public import MemoryBudget

/// What a run was asked to do: it is stored before the first trial, so that whoever goes on with the
/// run or joins its shards can tell whether the same was asked for.
public struct PlanRecord: Hashable, Sendable, Codable {
    /// Which part of the run this is; nil for all of it.
    public var shard: Shard?
    /// In the order of the command line.
    public var scenarios: [ScenarioPlanRecord]

    /// Makes a record.
    public init(shard: Shard? = nil, scenarios: [ScenarioPlanRecord] = []) {
        self.shard = shard
        self.scenarios = scenarios
    }

    enum CodingKeys: String, CodingKey {
        case shard, scenarios
    }

    /// Writes every key, `null` for a run that is no shard.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(shard, forKey: .shard)
        try keys.encode(scenarios, forKey: .scenarios)
    }
}

/// What was asked for of one scenario.
public struct ScenarioPlanRecord: Hashable, Sendable, Codable {
    /// The scenario's name.
    public var name: String
    /// The file's text.
    public var text: String
    /// Every variant that was selected, of all shards, in the order of the table.
    public var variants: [String]
    /// All else that decides over what is measured, in words, by the name of its option.
    public var settings: [String: String]

    /// Makes a record.
    public init(name: String, text: String, variants: [String], settings: [String: String]) {
        self.name = name
        self.text = text
        self.variants = variants
        self.settings = settings
    }
}

extension PlanRecord {
    /// How another plan differs, a sentence part each: `'csv-ingest': trials is 5, not 3`.
    ///
    /// Shards are not compared.
    public func differences(of other: PlanRecord) -> [String] {
        let names = scenarios.map(\.name)
        guard other.scenarios.map(\.name) == names else {
            let found = other.scenarios.map(\.name).joined(separator: ", ")
            return ["the scenarios are \(found), not \(names.joined(separator: ", "))"]
        }
        return zip(scenarios, other.scenarios).flatMap { $0.differences(of: $1) }
    }

    /// Whether a scenario that both have has another text.
    public func hasOtherTexts(than other: PlanRecord) -> Bool {
        scenarios.contains { scenario in
            other.scenarios.contains { $0.name == scenario.name && $0.text != scenario.text }
        }
    }
}

extension ScenarioPlanRecord {
    fileprivate func differences(of other: ScenarioPlanRecord) -> [String] {
        var differences: [String] = []
        if text != other.text { differences.append("the text of the scenario file has changed") }
        if variants != other.variants {
            differences.append(
                "the strategies are \(other.variants.joined(separator: ", ")),"
                    + " not \(variants.joined(separator: ", "))")
        }
        for name in Set(settings.keys).union(other.settings.keys).sorted()
        where settings[name] != other.settings[name] {
            let (found, wanted) = (other.settings[name] ?? "none", settings[name] ?? "none")
            differences.append("\(name) is \(found), not \(wanted)")
        }
        return differences.map { "'\(name)': \($0)" }
    }
}
