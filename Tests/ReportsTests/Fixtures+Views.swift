import Judging
import MemoryBudget
import RunStore

@testable import Reports

// Shortcuts for tests of a record alone; the noise is not measured unless a view says so.

extension Answer {
    static func text(_ scenario: ScenarioRecord, noise: NoiseRecord? = nil) -> String {
        text(ScenarioView(scenario, noise: noise))
    }
}

extension CellNotes {
    init(cell: CellRecord, scenario: ScenarioRecord) {
        self.init(cell: cell, scenario: ScenarioView(scenario))
    }
}

extension FindingSentence {
    init(_ finding: Finding, in run: RunRecord) {
        self.init(finding, in: RunIndex(run))
    }
}

extension GrowthTable {
    static func table(of scenario: ScenarioRecord) -> Table? { table(of: ScenarioView(scenario)) }
}

extension RejectedRemarks {
    init(scenario: ScenarioRecord) {
        self.init(scenario: ScenarioView(scenario))
    }
}

extension ScenarioTable {
    static func table(of scenario: ScenarioRecord, noise: NoiseRecord? = nil) -> Table {
        table(of: ScenarioView(scenario, noise: noise))
    }
}
