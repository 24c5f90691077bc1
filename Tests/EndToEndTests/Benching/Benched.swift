import Foundation
import TestSupport

/// A finished `membudget bench --run-dir run`.
struct Benched {
    let workplace: Workplace
    let result: Command.Result

    /// Runs a scenario; shipped ones are given by name, others by path.
    init(
        _ scenario: String, _ options: [String] = [], in workplace: Workplace? = nil,
        environment: [String: String] = [:]
    ) async throws {
        let workplace = try workplace ?? Workplace()
        let own = workplace.holds(scenario) || scenario.hasPrefix("/")
        let name = own ? scenario : shippedScenario(scenario)
        self.workplace = workplace
        result = try await workplace.run(
            [Products.path("membudget"), "bench", name, "--run-dir", "run"] + options,
            environment: environment)
    }

    /// The record, `run.json`.
    var record: JSON { JSON(workplace.text("run/run.json")) }
    /// The lines of the journal, in the order of the trials.
    var trials: [JSON] { JSON.lines(workplace.text("run/trials.jsonl")) }
    /// The cells of the first scenario.
    var cells: [JSON] { record["scenarios"].elements.first?["cells"].elements ?? [] }

    /// The scenarios, in the order in which they were run.
    var order: [String] {
        trials.map {
            let parts = [$0["strategy"].text, $0["scale"]["label"].text, $0["kind"].text]
            return parts.map { $0 ?? "?" }.joined(separator: " ") + " \($0["index"].integer ?? -1)"
        }
    }

    /// Returns the cell of a strategy at its largest scale.
    func cell(_ strategy: String) -> JSON {
        cells.last { $0["strategy"].text == strategy } ?? JSON("")
    }

    /// Returns the trials of a kind.
    func trials(_ kind: String) -> [JSON] {
        trials.filter { $0["kind"].text == kind }
    }
}

/// A budget that the control exceeds and the streamed strategy keeps, within a fraction of a
/// second.
///
/// The floor is 18 to 24 MiB, because the part of a program's file mapped by page faults depends on
/// how the file was read into the page cache. The control needs 12 MiB more than the floor, the
/// others at most 2.
let smallIngest = ["--scale", "1k", "--scale", "10k", "--budget", "27MiB"]

/// The contents of a run folder with rejected units and a cell over budget.
let runNames = ["profiles", "rejected", "run.json", "series", "trials.jsonl"]
