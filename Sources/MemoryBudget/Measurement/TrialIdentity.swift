/// What tells a trial of a run from every other.
package struct TrialIdentity: Hashable, Sendable, CustomStringConvertible {
    /// The scenario's name.
    package var scenario: String
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// The scale's units; 0 for a floor.
    package var units: Int
    /// Why it is run.
    package var kind: Observation.Kind
    /// From 0, among the trials of its cell and kind.
    package var index: Int

    /// Makes the identity of a cell's trial.
    package init(scenario: String, cell: Cell, kind: Observation.Kind, index: Int) {
        self.scenario = scenario
        strategy = cell.strategy
        parameters = cell.parameters
        units = cell.scale.units
        self.kind = kind
        self.index = index
    }

    /// Makes the identity of a trial that was run.
    package init(_ observation: Observation) {
        scenario = observation.scenario
        strategy = observation.strategy
        parameters = observation.parameters
        units = observation.scale.units
        kind = observation.kind
        index = observation.index
    }

    /// For messages: `csv-ingest streamed batch=1000 @ 10k measured 0`.
    package var description: String {
        let variant = Cell.variant(of: strategy, with: parameters)
        return "\(scenario) \(variant) @ \(Scale(units: units).label) \(kind.rawValue) \(index)"
    }
}
