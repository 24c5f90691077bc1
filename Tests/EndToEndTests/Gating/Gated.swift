import Foundation
import TestSupport

/// A finished `membudget gate --run-dir run`.
struct Gated {
    let workplace: Workplace
    let result: Command.Result
    private let runDirectory: String

    /// Runs a scenario of the workplace, or a shipped one by name.
    init(
        _ scenario: String, _ options: [String] = [], in workplace: Workplace? = nil,
        runDirectory: String = "run", environment: [String: String] = [:]
    ) async throws {
        let workplace = try workplace ?? Workplace()
        let own = workplace.holds(scenario) || scenario.hasPrefix("/")
        let name = own ? scenario : shippedScenario(scenario)
        self.workplace = workplace
        self.runDirectory = runDirectory
        result = try await workplace.run(
            [Products.path("membudget"), "gate", name, "--run-dir", runDirectory] + options,
            environment: environment)
    }

    /// The record, `run.json`.
    var record: JSON { JSON(workplace.text("\(runDirectory)/run.json")) }
    /// The findings of the gate.
    var findings: [JSON] { record["gate"]["findings"].elements }
    /// The lines of the journal.
    var trials: [JSON] { JSON.lines(workplace.text("\(runDirectory)/trials.jsonl")) }
    /// The last line of standard output.
    var sum: String {
        result.standardOutput.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// Returns the results of a rule, in order.
    func results(_ rule: String) -> [String] {
        findings.filter { $0["rule"].text == rule }.compactMap { $0["result"].text }
    }
}

/// Writes scenarios of a program of known memory.
struct FixedProgram {
    let workplace: Workplace

    /// Writes a scenario `fixed` that touches this many MiB; more lines are added at the end.
    func write(
        mebibytes: Int, budget: String? = "64MiB", _ more: String...
    ) throws {
        let budget = budget.map { "budget: { peak-rss: \($0) }\n" } ?? ""
        try workplace.directory.write(
            """
            scenario: fixed
            command: ["{libexec}/membudget-selftest", touch, "\(mebibytes)"]
            trials: 2
            timeout: 30s
            \(budget)\(more.joined(separator: "\n"))
            """, to: "fixed.yaml")
    }
}
