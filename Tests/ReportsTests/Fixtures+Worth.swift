import Judging
import MemoryBudget
import RunStore

extension Fixture {
    static let changes = Changes(
        base: "original", parameter: "fixes", claim: "35–50 %",
        each: [
            .init(key: "1", name: "stream-results", claim: "50–70 %"),
            .init(key: "2", name: "project-fields", claim: "60–80 % per object"),
            .init(key: "3"),
        ])

    private static let worthPeaks: [(fixes: String, mebibytes: [Double], seconds: Double)] = [
        ("1", [13, 13.2, 13.4], 0.5), ("2", [15, 15, 15.2], 0.6), ("3", [28, 28, 28], 1),
        ("1,2", [11, 11.1, 11.2], 0.4), ("1,3", [12.9, 13, 13.1], 0.5),
        ("2,3", [14.9, 15, 15.1], 0.6), ("1,2,3", [10.8, 11, 11.1], 0.8),
    ]

    /// An original that goes over its budget, three changes alone and in sequence, two more pairs,
    /// and a rewritten job; the floor is 8 MiB.
    static func worth(_ change: (inout [Observation]) -> Void = { _ in }) -> ScenarioRecord {
        let original = cell("original", 1_000, parameters: [:])
        let rewritten = cell("rewritten", 1_000, parameters: [:])
        let columns = worthPeaks.map { fixes, peaks, seconds in
            (cell("fixes", 1_000, parameters: ["fixes": fixes]), peaks, seconds)
        }
        let cells = [original] + columns.map(\.0) + [rewritten]
        var observations = cells.map { floor($0, peak: 8) }
        observations += killed(original, peaks: [32.1, 32.2, 32.1], share: 0.5)
        observations += [need(original, peak: 48, seconds: 1)]
        observations += columns.flatMap { trials($0.0, peaks: $0.1, seconds: $0.2) }
        observations += trials(rewritten, peaks: [9, 9, 9], seconds: 0.2)
        change(&observations)
        var scenario = scenario("fixtures", about: "Fixtures, fix by fix")
        scenario.changes = changes
        let record = ScenarioRecord(
            scenario, unit: "teams", cells: cells,
            observations: observations.map {
                var trial = $0
                trial.scenario = "fixtures"
                return trial
            })
        return run(record).valued.scenarios[0]
    }
}
