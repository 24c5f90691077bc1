import FoundationEssentials
import MemoryBudget
import RunStore

/// The settings of one scenario in a run's plan: text, keyed by the name of the option.
///
/// Every property of ``MeasurementSettings`` and ``Selection`` is included, so that new options are
/// automatically considered when a run is resumed. Exceptions are settings that the plan records in
/// another form. Settings that the scenario provides have the value in force.
struct RecordedSettings {
    /// The text of each setting, keyed by the name of its option.
    private(set) var texts: [String: String]

    /// The settings that are recorded by the plan's variants and scales, or by the budgets in
    /// force.
    fileprivate static let toldOtherwise: Set = [
        "strategies", "settings", "all", "scales", "budget", "metric",
    ]

    /// Creates the record of the settings in force.
    ///
    /// - Parameter base: The absolute path of the base's folder; `nil` without a base.
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

    /// Returns one text per property that isn't `nil`, such as `require-enforcement` for
    /// `requireEnforcement`.
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

/// The texts of a value's properties, except for those that a plan records in another form.
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

/// The text of one setting: a flag, a count, a word or a duration. Decoding any other type fails,
/// which the first run shows.
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
    /// Returns the labels and units of scales, because a label alone could stand for anything.
    fileprivate func scalesInForce(of cells: [Cell]) -> String {
        Set(cells.map(\.scale)).sorted().map { scale in
            scale.label == "\(scale.units)" ? scale.label : "\(scale.label) (\(scale.units))"
        }.joined(separator: " ")
    }
}
