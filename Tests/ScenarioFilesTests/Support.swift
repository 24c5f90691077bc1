import MemoryBudget
import ScenarioFiles

/// The catalog that these tests check names against.
let catalog = ScenarioCatalog(
    pipelines: [
        .init(
            name: "csv-ingest",
            strategies: ["load-all", "library", "row-by-row", "unbounded-stream", "streamed"],
            parameters: [
                .init(name: "batch", kind: .integer(1...1_000_000)),
                .init(name: "mode", kind: .choice(["wal", "delete"])),
            ], datasetKinds: ["csv-rows", "csv"]),
        .init(name: "contracts", strategies: ["stream"], datasetKinds: ["contract-files"]),
    ],
    datasetKinds: [
        .init(name: "csv-rows", parameters: ["bad-rows"]), .init(name: "csv"),
        .init(name: "contract-files"),
    ])

/// Returns the scenario of a text, or fails the calling test.
func scenario(_ yaml: String, _ catalog: ScenarioCatalog? = catalog) throws -> Scenario {
    try ScenarioParser(catalog: catalog).parse(yaml, path: "test.yaml")
}

/// Returns every mistake of a text, as `line:column message → proposal`; empty if it is valid.
func mistakes(_ yaml: String, _ catalog: ScenarioCatalog? = catalog) -> [String] {
    diagnostics(yaml, catalog).map { mistake in
        let proposal = mistake.proposal.map { " → \($0)" } ?? ""
        return "\(mistake.line):\(mistake.column) \(mistake.message)\(proposal)"
    }
}

/// Returns every mistake of a text.
func diagnostics(_ yaml: String, _ catalog: ScenarioCatalog? = catalog) -> [Diagnostic] {
    do throws(InvalidScenario) {
        _ = try ScenarioParser(catalog: catalog).parse(yaml, path: "test.yaml")
        return []
    } catch {
        return error.diagnostics
    }
}

/// Returns a valid pipeline scenario, with lines replaced or added.
func pipeline(
    job: String = "pipeline: csv-ingest", dataset: String = "dataset: { kind: csv-rows }",
    scales: String = "scales: [10k]", strategies: String = "strategies: { streamed: {} }",
    _ more: String...
) -> String {
    (["scenario: test", job, dataset, scales, strategies] + more).joined(separator: "\n")
}

/// Returns a valid command scenario: its command on line 2, more lines from line 3.
func command(_ arguments: String, _ more: String...) -> String {
    (["scenario: test", "command: \(arguments)"] + more).joined(separator: "\n")
}
