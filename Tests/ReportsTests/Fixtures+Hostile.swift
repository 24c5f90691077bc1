import MemoryBudget
import RunStore

@testable import HeapProfile
@testable import Reports

extension Fixture {
    /// A run with samples and a profile in which all texts chosen by users are different hostile
    /// ones.
    static func hostileSource(_ text: () -> String) -> ReportSource {
        var scenario = ingest
        scenario.name = text()
        scenario.about = text()
        scenario.path = text()
        scenario.unit = text()
        scenario.unavailable = [UnavailableStrategy(strategy: text(), reason: text())]
        var names: [String: String] = [:]
        func name(_ strategy: String) -> String {
            if let name = names[strategy] { return name }
            let name = text()
            names[strategy] = name
            return name
        }
        scenario.cells = scenario.cells.map { cell in
            var cell = cell
            cell.strategy = name(cell.strategy)
            cell.rejected = [RejectedUnit(file: text(), line: 3, reason: text())]
            cell.trials = cell.trials.map { trial in
                var trial = trial
                trial.strategy = name(trial.strategy)
                trial.evidence.detail = text()
                trial.stderrTail = text() + "\n" + text()
                return trial
            }
            return cell
        }
        scenario.strategies = scenario.strategies.map { strategy in
            var strategy = strategy
            strategy.strategy = name(strategy.strategy)
            return strategy
        }
        var run = run(scenario)
        run.tool = ToolRecord(version: text())
        run.environment.kernel = text()
        run.environment.swift = text()
        run.commandLine = [text(), text()]
        run.gate = GateRecord(
            findings: GateFinding.Result.allCases.map {
                GateFinding(
                    scenario: scenario.name, variant: text(), scale: text(), rule: .peak,
                    result: $0, sentence: text(), line: 3)
            }, exitStatus: 1, baseline: text())
        let profile = profile(of: scenario.cells[0]) { record in
            for index in record.heap.frames.indices {
                record.heap.frames[index].functions[0].name = text()
                record.heap.frames[index].functions[0].file = text()
            }
            record.heap.modules[0].path = text()
        }
        return ReportSource(run: run, samples: samples(run), profiles: [profile])
    }
}
