import MemoryBudget
import RunStore

@testable import Reports

extension Fixture {
    static let scales = [10_000, 20_000, 40_000, 80_000, 160_000]

    /// Five scales with a constant stream, a half-fixed strategy that grows with the square root,
    /// and a control that grows linearly and is killed from 40k rows on.
    static var grown: ScenarioRecord {
        var observations: [Observation] = []
        var cells: [Cell] = []
        for units in scales {
            let size = Double(units) / 10_000
            let streamed = cell("streamed", units)
            let half = cell("half-streamed", units)
            let control = cell("load-all", units, role: .control)
            cells += [streamed, half, control]
            observations += trials(streamed, peaks: [14.0, 14.1, 14.05], seconds: size / 20)
            let root = 10 + 3 * size.squareRoot()
            observations += trials(half, peaks: [root, root + 0.1, root - 0.1], seconds: size / 15)
            let need = 8 + 10 * size
            if need <= 32 {
                observations += trials(
                    control, peaks: [need, need + 0.1, need - 0.1], seconds: size / 10)
            } else {
                observations += killed(control, peaks: [32.1, 32.2, 32.3], share: 20 / need)
                observations.append(self.need(control, peak: need, seconds: size / 10))
            }
        }
        observations += cells.prefix(3).map { floor($0, peak: 8.1) }
        return ScenarioRecord(scenario(), unit: "rows", cells: cells, observations: observations)
    }

    /// Samples of all trials that a report shows: a rise to the peak, and a fall.
    static func samples(_ run: RunRecord) -> [Observation: [Sample]] {
        Timeline.trials(of: run).reduce(into: [:]) { samples, trial in
            let peak = trial.peakRSSBytes ?? 0
            samples[trial] = (1...500).map { step in
                let share = Double(step) / 500
                return Sample(
                    timeNanoseconds: Int(Double(trial.wallNanoseconds) * share),
                    rssBytes: step == 400 ? peak : Int(Double(peak) * (0.3 + share * 0.6)),
                    anonymousBytes: peak / 2, fileBytes: peak / 4)
            }
        }
    }

    /// A gated run with a finding of every result.
    static var gated: RunRecord {
        var run = run(grown)
        let results = GateFinding.Result.allCases.enumerated().map { index, result in
            GateFinding(
                scenario: "csv-ingest", variant: "streamed batch=1000", scale: "160k",
                rule: GateRule.Kind.allCases[index % GateRule.Kind.allCases.count],
                result: result, sentence: "it is \(result.name)", line: index + 5)
        }
        let whole = GateFinding(
            scenario: "csv-ingest", rule: .growth, result: .over,
            sentence: "grows with n, constant is allowed", line: 9)
        run.gate = GateRecord(findings: results + [whole], exitStatus: 70)
        return run
    }

    /// Text that breaks formats: markup, line ends, characters forbidden in XML, wide and joined
    /// ones.
    static let hostile = [
        "a<b>&\"c\"'d'", "100%25,x:y::z", "two\nlines\r\nand\ttabs", "pipe|tick`star*[x](y)",
        "emoji 👩‍👩‍👧 é \u{202E}turned", "nul\u{0}bell\u{7}escape\u{1B}[31m", "--><!--]]></script><svg>",
        "\u{FFFE}\u{FFFF}", " ", String(repeating: "long-", count: 60),
    ]

    /// A run in which every text chosen by users is hostile.
    static func hostileRun(_ text: String) -> RunRecord {
        var scenario = grown
        scenario.name = text
        scenario.about = text
        scenario.path = "Scenarios/\(text).yaml"
        scenario.unit = text
        scenario.unavailable = [UnavailableStrategy(strategy: text, reason: text)]
        scenario.cells = scenario.cells.map { cell in
            var cell = cell
            if cell.role != .control { cell.strategy = text + cell.strategy }
            cell.scale.label += text
            cell.rejected = [RejectedUnit(file: text, line: 3, reason: text)]
            cell.trials = cell.trials.map { trial in
                var trial = trial
                trial.stderrTail = text
                return trial
            }
            return cell
        }
        scenario.strategies = scenario.strategies.map { strategy in
            var strategy = strategy
            if strategy.role != .control { strategy.strategy = text + strategy.strategy }
            return strategy
        }
        var run = run(scenario)
        run.gate = GateRecord(
            // No more than GitHub shows per step.
            findings: GateFinding.Result.allCases.filter {
                ![.improvedRatchet, .checkFailed].contains($0)
            }.map {
                GateFinding(
                    scenario: text, variant: text, scale: text, rule: .peak, result: $0,
                    sentence: text, line: 3)
            }, exitStatus: 1, baseline: text)
        return run
    }
}
