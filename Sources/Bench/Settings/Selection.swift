package import MemoryBudget

/// The part of a scenario that a command measures, and how often.
///
/// Every property is recorded under the name of its option (see ``RecordedSettings``).
package struct Selection: Codable, Hashable, Sendable {
    /// The names of strategies; empty takes the scenario's defaults.
    package var strategies: [String] = []
    /// The sizes of input, also ones that the scenario doesn't list; empty takes the scenario's.
    package var scales: [Scale] = []
    /// The values of parameters, in place of the scenario's.
    package var settings: [Setting] = []
    /// Whether strategies that are not defaults run too. Default false.
    package var all = false
    /// The number of measured trials per cell; nil keeps the scenario's.
    package var trials: Int?
    /// The seed of the data and of the order of trials; nil keeps the scenario's.
    package var seed: UInt64?
    /// Whether each strategy is also run just below and above its break point. Default false.
    package var verifyBreakPoint = false
    /// The path of the user's own file, in place of generated data; nil for generated data.
    package var input: String?

    /// Everything that the scenario runs by default.
    package init() {}

    /// The file of ``input`` if scales of it are chosen; nil without a file, and for all of it.
    var inputOfScales: String? { scales.isEmpty ? nil : input }

    /// The file of ``input`` if all of it is the only scale; nil without a file, and for scales of it.
    var wholeInput: String? { scales.isEmpty ? input : nil }

    /// The cells that are chosen.
    var cells: Cell.Selection {
        Cell.Selection(strategies: strategies, scales: scales, includesAll: all)
    }
}

/// A parameter's value, `NAME=VALUE`.
package struct Setting: Codable, Hashable, Sendable {
    /// The parameter's name.
    package var name: String
    /// Its value, as it was written.
    package var value: String

    /// Reads `NAME=VALUE`; nil without a name or an equals sign.
    package init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            return nil
        }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}
