/// One strategy at one scale with one choice of parameters: what a row of the table is about.
package struct Cell: Hashable, Sendable {
    /// The strategy's name.
    package var strategy: String
    /// How its result counts.
    package var role: Scenario.Role
    /// The size of its input.
    package var scale: Scale
    /// The chosen value of every parameter, by name.
    package var parameters: [String: String]

    /// Makes a cell.
    package init(
        strategy: String, role: Scenario.Role, scale: Scale, parameters: [String: String] = [:]
    ) {
        self.strategy = strategy
        self.role = role
        self.scale = scale
        self.parameters = parameters
    }

    /// What tells it apart in another run, where its role and its scale's label may have changed.
    package var key: Cell {
        Cell(
            strategy: strategy, role: .candidate, scale: Scale(units: scale.units),
            parameters: parameters)
    }

    /// The same strategy and parameters on an empty input.
    package var floor: Cell {
        var cell = self
        cell.scale = .floor
        return cell
    }

    /// Strategy and parameters, `streamed batch=1000`; parameters sorted by name.
    package var variant: String {
        Self.variant(of: strategy, with: parameters)
    }

    /// The variant of a strategy with a choice of parameters, whatever the scale.
    ///
    /// - Parameter shared: Parameters that need not be named; none by default.
    package static func variant(
        of strategy: String, with parameters: [String: String],
        without shared: [String: String] = [:]
    ) -> String {
        let settings = parameters.filter { shared[$0.key] != $0.value }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return ([strategy] + settings).joined(separator: " ")
    }

    /// The parameters that all cells have with the same value, so that names need not repeat them.
    ///
    /// - Parameter cells: The parameters of each.
    package static func sharedParameters(of cells: [[String: String]]) -> [String: String] {
        (cells.first ?? [:]).filter { name, value in cells.allSatisfy { $0[name] == value } }
    }

    /// Which cells a command asked for; what is empty selects everything.
    package struct Selection: Hashable, Sendable {
        /// Names; empty takes the scenario's defaults.
        package var strategies: [String]
        /// Scales, also ones that the scenario does not list; empty takes the scenario's.
        package var scales: [Scale]
        /// Whether strategies that are not defaults run too.
        package var includesAll: Bool

        /// Makes a selection; everything that runs by default unless told otherwise.
        package init(strategies: [String] = [], scales: [Scale] = [], includesAll: Bool = false) {
            self.strategies = strategies
            self.scales = scales
            self.includesAll = includesAll
        }
    }
}

extension Scenario {
    /// The cells of a selection, by scale, then in the file's order of strategies.
    package func cells(_ selection: Cell.Selection = Cell.Selection()) -> [Cell] {
        let chosen = strategies.filter { strategy in
            selection.strategies.isEmpty
                ? strategy.isDefault || selection.includesAll
                : selection.strategies.contains(strategy.name)
        }
        // What is selected twice is measured once, however its size is written.
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

    /// Every combination of the parameters' values; one empty combination without parameters.
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
