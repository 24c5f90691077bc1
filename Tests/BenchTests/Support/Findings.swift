import MemoryBudget
import Reports
import RunStore

@testable import Bench

extension Gated {
    /// Returns the findings of a rule, in order.
    func findings(_ rule: GateRule.Kind) -> [GateFinding] {
        (measured.record.gate?.findings ?? []).filter { $0.rule == rule }
    }

    /// Returns the results of a rule, in order.
    func results(_ rule: GateRule.Kind) -> [GateFinding.Result] {
        findings(rule).map(\.result)
    }

    /// The gate's part of the report.
    var text: String {
        let scenarios = measured.record.scenarios
        let paths = scenarios.reduce(into: [:]) { $0[$1.name] = $1.path }
        return measured.record.gate.map { GateText().text(of: $0, paths: paths) } ?? ""
    }
}

extension RunRecord {
    /// Returns the verdict and figures of each cell, without those that differ from run to run.
    var outline: [String] {
        scenarios.flatMap(\.cells).map {
            "\($0.variant) \($0.scale.label) \($0.verdict) \($0.trials.count)"
                + " \($0.summary?.peakRSSBytes?.values ?? []) \($0.needRSSBytes ?? 0)"
                + " \($0.rejected.map(\.line))"
        }
    }

    /// The cells of the first scenario.
    var cells: [CellRecord] { scenarios.first?.cells ?? [] }

    /// Returns a strategy's cell at its largest scale.
    func cell(_ strategy: String) -> CellRecord? {
        cells.last { $0.strategy == strategy }
    }
}
