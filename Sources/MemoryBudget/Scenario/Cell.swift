/// One strategy at one scale with one choice of parameters: one row of the results table.
///
/// ```swift
/// let cell = Cell(
///     strategy: "streamed", role: .candidate, scale: try Scale(parsing: "10k"),
///     parameters: ["batch": "1000"])
/// print(cell.variant, cell.scale.label)  // streamed batch=1000 10k
/// ```
package struct Cell: Hashable, Sendable {
    /// The strategy's name.
    package var strategy: String
    /// The role of the strategy.
    package var role: Scenario.Role
    /// The size of its input.
    package var scale: Scale
    /// The chosen value of every parameter, by name.
    package var parameters: [String: String]

    /// Creates a cell.
    package init(
        strategy: String, role: Scenario.Role, scale: Scale, parameters: [String: String] = [:]
    ) {
        self.strategy = strategy
        self.role = role
        self.scale = scale
        self.parameters = parameters
    }

    /// The cell without its role and the label of its scale, to find the same cell in another run.
    package var key: Cell {
        Cell(
            strategy: strategy, role: .candidate, scale: Scale(units: scale.units),
            parameters: parameters)
    }

    /// The cell with the same strategy and parameters on an empty input.
    package var floor: Cell {
        var cell = self
        cell.scale = .floor
        return cell
    }

    /// The strategy and its parameters, such as `streamed batch=1000`; parameters are sorted by
    /// name.
    package var variant: String {
        Self.variant(of: strategy, with: parameters)
    }

    /// Returns the name of a strategy with a choice of parameters, independent of the scale.
    ///
    /// - Parameter shared: Parameters to leave out because all cells share their values; none by
    ///   default.
    package static func variant(
        of strategy: String, with parameters: [String: String],
        without shared: [String: String] = [:]
    ) -> String {
        let settings = parameters.filter { shared[$0.key] != $0.value }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return ([strategy] + settings).joined(separator: " ")
    }

    /// Returns the parameters that have the same value in all cells, so that names can leave them
    /// out.
    ///
    /// - Parameter cells: The parameters of each cell.
    package static func sharedParameters(of cells: [[String: String]]) -> [String: String] {
        (cells.first ?? [:]).filter { name, value in cells.allSatisfy { $0[name] == value } }
    }

    /// A selection of cells; an empty list selects the scenario's defaults.
    package struct Selection: Hashable, Sendable {
        /// The names of strategies; empty selects the scenario's defaults.
        package var strategies: [String]
        /// The scales, which need not be listed in the scenario; empty selects the scenario's
        /// scales.
        package var scales: [Scale]
        /// Whether strategies that are not defaults are included.
        package var includesAll: Bool

        /// Creates a selection; without arguments, of everything that runs by default.
        package init(strategies: [String] = [], scales: [Scale] = [], includesAll: Bool = false) {
            self.strategies = strategies
            self.scales = scales
            self.includesAll = includesAll
        }
    }
}

extension Scenario {
    /// Returns the selected cells, by scale, then in the file's order of strategies.
    package func cells(_ selection: Cell.Selection = Cell.Selection()) -> [Cell] {
        let chosen = strategies.filter { strategy in
            selection.strategies.isEmpty
                ? strategy.isDefault || selection.includesAll
                : selection.strategies.contains(strategy.name)
        }
        // A scale that is selected twice is measured once, even if it is written differently.
        let scales = (selection.scales.isEmpty ? scales : selection.scales.sorted())
            .uniqued(by: \.units)
        return scales.flatMap { scale in
            chosen.flatMap { strategy in
                combinations(of: parameters(of: strategy)).map {
                    Cell(
                        strategy: strategy.name, role: strategy.role, scale: scale, parameters: $0)
                }
            }
        }
    }

    /// Returns every combination of the parameters' values; without parameters, one empty
    /// combination.
    private func combinations(of parameters: [Parameter]) -> [[String: String]] {
        parameters.reduce([[:]]) { partial, parameter in
            partial.flatMap { settings in
                parameter.values.uniqued().map { value in
                    settings.merging([parameter.name: value]) { _, new in new }
                }
            }
        }
    }
}
