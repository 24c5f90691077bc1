package import MemoryBudget

/// The part of a scenario that a command measures, and the number of trials.
///
/// Every property is recorded under the name of its option (see ``RecordedSettings``).
package struct Selection: Codable, Hashable, Sendable {
    /// The names of strategies; empty selects the scenario's defaults.
    package var strategies: [String] = []
    /// The input sizes, including ones that the scenario doesn't list; empty selects the
    /// scenario's.
    package var scales: [Scale] = []
    /// The values of parameters, used instead of the scenario's.
    package var settings: [Setting] = []
    /// Whether strategies that are not defaults also run. Default false.
    package var all = false
    /// The number of measured trials per cell; `nil` keeps the scenario's.
    package var trials: Int?
    /// The seed of the data and of the order of trials; `nil` keeps the scenario's.
    package var seed: UInt64?
    /// Whether each strategy also runs just below and above its break point. Default false.
    package var verifyBreakPoint = false
    /// The path of the user's own file; `nil` for generated data.
    package var input: String?

    /// Creates a selection of everything that the scenario runs by default.
    package init() {}

    /// The file of ``input`` if it is divided into selected scales; `nil` otherwise.
    var inputOfScales: String? { scales.isEmpty ? nil : input }

    /// The file of ``input`` if all of it is the only scale; `nil` otherwise.
    var wholeInput: String? { scales.isEmpty ? input : nil }

    /// The selected cells.
    var cells: Cell.Selection {
        Cell.Selection(strategies: strategies, scales: scales, includesAll: all)
    }
}

/// A parameter and its value, `NAME=VALUE`.
package struct Setting: Codable, Hashable, Sendable {
    /// The name of the parameter.
    package var name: String
    /// The value as written.
    package var value: String

    /// Creates a setting from `NAME=VALUE`; `nil` without a name or an equals sign.
    package init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            return nil
        }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}
