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
    private static let toldOtherwise: Set = [
        "strategies", "settings", "all", "scales", "budget", "metric",
    ]

    /// Records the settings in force.
    ///
    /// - Parameter base: The absolute path of the folder whose workers run in between; nil for none.
    init(of request: BenchRequest, base: String?) throws {
        let given = try Self.texts(of: request.measurement)
            .merging(try Self.texts(of: request.selection)) { first, _ in first }
        texts = given.filter { !Self.toldOtherwise.contains($0.key) }
        let scenario = request.scenario
        texts["scales"] = scenario.scalesInForce(of: request.selected)
        texts["trials"] = "\(scenario.trials)"
        texts["seed"] = "\(request.seed)"
        texts["allocator"] = scenario.allocator.rawValue
        texts["timeout"] = scenario.timeout.map(SettingText.text)
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
        let texts = try JSONDecoder().decode([String: SettingText].self, from: encoded)
        return texts.reduce(into: [:]) { $0[optionName(of: $1.key)] = $1.value.text }
    }

    private static func optionName(of property: String) -> String {
        property.reduce(into: "") { name, letter in
            name += letter.isUppercase ? "-\(letter.lowercased())" : "\(letter)"
        }
    }
}

/// One setting's value as text; a list has none.
private struct SettingText: Decodable {
    var text: String?

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            text = Self.text(flag)
        } else if let number = try? value.decode(UInt64.self) {
            text = "\(number)"
        } else if let word = try? value.decode(String.self) {
            text = word
        } else if let duration = try? value.decode(Duration.self) {
            text = Self.text(duration)
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
