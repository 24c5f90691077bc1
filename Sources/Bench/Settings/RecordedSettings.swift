import FoundationEssentials
import MemoryBudget
import RunStore

/// The settings of one scenario of a run as its plan stores them: text by the name of the option.
///
/// Every property of ``MeasurementSettings`` and ``Selection`` is there, so that a new option takes
/// part in the decision whether a run may be resumed without a line here. Only the ones that the plan
/// tells in another way are left out, and the ones that the scenario fills in have the value in force.
struct RecordedSettings {
    /// Text by the name of the option.
    private(set) var texts: [String: String]

    /// Told by the plan's variants and scales, or by the budgets in force.
    fileprivate static let toldOtherwise: Set = [
        "strategies", "settings", "all", "scales", "budget", "metric",
    ]

    /// Records the settings in force.
    ///
    /// - Parameter base: The absolute path of the folder whose workers run in between; nil for none.
    init(of request: BenchRequest, base: String?) throws {
        texts = try Self.texts(of: request.measurement)
            .merging(try Self.texts(of: request.selection)) { first, _ in first }
        let scenario = request.scenario
        texts["scales"] = scenario.scalesInForce(of: request.selected)
        texts["trials"] = "\(scenario.trials)"
        texts["seed"] = "\(request.seed)"
        texts["allocator"] = scenario.allocator.rawValue
        texts["timeout"] = scenario.timeout.map(SettingText.text)
        texts["cpus"] = scenario.processorCount.map(String.init)
        texts["need"] = SettingText.text(request.measuresNeed)
        texts["verify-break-point"] = SettingText.text(request.verifiesBreakPoints)
        texts["against"] = base ?? SettingText.text(false)
        for strategy in Set(request.selected.map(\.strategy)) {
            guard let budget = scenario.budget(of: strategy) else { continue }
            texts["budget of \(strategy)"] = "\(budget.metric.rawValue) \(budget.limit.argument)"
        }
    }

    /// One text per property, `require-enforcement` for `requireEnforcement`; none for nil.
    private static func texts(of settings: some Encodable) throws -> [String: String] {
        let encoded = try JSONEncoder().encode(settings)
        let values = try JSONDecoder().decode(SettingTexts.self, from: encoded).values
        return values.reduce(into: [:]) { $0[optionName(of: $1.key)] = $1.value }
    }

    private static func optionName(of property: String) -> String {
        property.reduce(into: "") { name, letter in
            name += letter.isUppercase ? "-\(letter.lowercased())" : "\(letter)"
        }
    }
}

/// The texts of a value's properties, but for those that a plan tells in another way.
private struct SettingTexts: Decodable {
    private(set) var values: [String: String] = [:]

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: PropertyName.self)
        for key in keys.allKeys where !RecordedSettings.toldOtherwise.contains(key.stringValue) {
            values[key.stringValue] = try keys.decode(SettingText.self, forKey: key).text
        }
    }

    private struct PropertyName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }
}

/// One setting's value as text: a flag, a count, a word or a time. Any other type of setting is a
/// mistake that the first run shows.
private struct SettingText: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            text = Self.text(flag)
        } else if let number = try? value.decode(UInt64.self) {
            text = "\(number)"
        } else if let word = try? value.decode(String.self) {
            text = word
        } else {
            text = Self.text(try value.decode(Duration.self))
        }
    }

    static func text(_ flag: Bool) -> String { flag ? "on" : "off" }
    static func text(_ duration: Duration) -> String { "\(duration.wholeNanoseconds) ns" }
}

extension Scenario {
    /// Labels and units: a label alone could stand for anything.
    fileprivate func scalesInForce(of cells: [Cell]) -> String {
        Set(cells.map(\.scale)).sorted().map { scale in
            scale.label == "\(scale.units)" ? scale.label : "\(scale.label) (\(scale.units))"
        }.joined(separator: " ")
    }
}
