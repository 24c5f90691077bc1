/// The properties that identify a trial within a run.
package struct TrialIdentity: Hashable, Sendable, CustomStringConvertible {
    /// The scenario's name.
    package var scenario: String
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// The units of the scale; 0 for a floor.
    package var units: Int
    /// The purpose of the trial.
    package var kind: Observation.Kind
    /// The 0-based index among the trials of the same cell and kind.
    package var index: Int

    /// Creates the identity of a cell's trial.
    package init(scenario: String, cell: Cell, kind: Observation.Kind, index: Int) {
        self.scenario = scenario
        strategy = cell.strategy
        parameters = cell.parameters
        units = cell.scale.units
        self.kind = kind
        self.index = index
    }

    /// Creates the identity of a recorded trial.
    package init(_ observation: Observation) {
        scenario = observation.scenario
        strategy = observation.strategy
        parameters = observation.parameters
        units = observation.scale.units
        kind = observation.kind
        index = observation.index
    }

    /// The identity for messages, such as `csv-ingest streamed batch=1000 @ 10k measured 0`.
    package var description: String {
        let variant = Cell.variant(of: strategy, with: parameters)
        return "\(scenario) \(variant) @ \(Scale(units: units).label) \(kind.rawValue) \(index)"
    }
}
