internal import Files
internal import MemoryBudget
internal import RunStore

/// The profile of a cell in a run's report.
struct CellProfile {
    let record: ProfileRecord
    /// `load-all at 20k rows`.
    let title: String
    /// The contents of the profile.
    let view: ProfileView
    /// The base name of its files in `charts/`.
    private let stem: String

    /// Returns the profiles of a scenario's cells, in the order of its table.
    static func all(of scenario: ScenarioView, among records: [ProfileRecord]) -> [Self] {
        let own = records.filter { $0.trial.scenario == scenario.name }
        let pairs = scenario.cells.compactMap { cell in
            own.first { $0.isOf(cell) }.map { (cell, $0) }
        }
        let stems = pairs.map { Self.stem(of: $0.0, in: scenario) }
        return pairs.indices.map { index in
            // Different names may map to the same word.
            let isShared = stems.count { $0 == stems[index] } > 1
            let stem = isShared ? "\(stems[index])-\(index + 1)" : stems[index]
            return Self(pairs[index].1, of: pairs[index].0, in: scenario, stem: stem)
        }
    }

    private init(
        _ record: ProfileRecord, of cell: CellRecord, in scenario: ScenarioView, stem: String
    ) {
        self.record = record
        self.stem = stem
        view = ProfileView(record)
        let name = scenario.name(of: cell)
        title = cell.scale.label.isEmpty ? name : "\(name) at \(scenario.label(of: cell.scale))"
    }

    private static func stem(of cell: CellRecord, in scenario: ScenarioView) -> String {
        [scenario.name(of: cell), cell.scale.label].map(FileName.safe).filter { !$0.isEmpty }
            .joined(separator: "-")
    }

    /// The charts of resident memory and, unless malloc explains too little, of call sites.
    var charts: [Chart] {
        let memory = view.memoryChart
        let flame = view.sites.map { _ in FlameChart(record).chart }
        return [memory, flame].compactMap(\.self).map { $0.named("\(stem)-\($0.name)") }
    }
}

extension ProfileRecord {
    fileprivate func isOf(_ cell: CellRecord) -> Bool {
        trial.strategy == cell.strategy && trial.parameters == cell.parameters
            && trial.scale.units == cell.scale.units
    }
}
