import MemoryBudget
import ScenarioFiles

/// What names are checked against in these tests.
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

/// The scenario of a text, or a failure of the test that calls.
func scenario(_ yaml: String, _ catalog: ScenarioCatalog? = catalog) throws -> Scenario {
    try ScenarioParser(catalog: catalog).parse(yaml, path: "test.yaml")
}

/// Every mistake of a text, as `line:column message → proposal`; empty for a good one.
func mistakes(_ yaml: String, _ catalog: ScenarioCatalog? = catalog) -> [String] {
    diagnostics(yaml, catalog).map { mistake in
        let proposal = mistake.proposal.map { " → \($0)" } ?? ""
        return "\(mistake.line):\(mistake.column) \(mistake.message)\(proposal)"
    }
}

/// Every mistake of a text.
func diagnostics(_ yaml: String, _ catalog: ScenarioCatalog? = catalog) -> [Diagnostic] {
    do throws(InvalidScenario) {
        _ = try ScenarioParser(catalog: catalog).parse(yaml, path: "test.yaml")
        return []
    } catch {
        return error.diagnostics
    }
}

/// A good pipeline scenario with lines put in place of, or after, its own.
func pipeline(
    job: String = "pipeline: csv-ingest", dataset: String = "dataset: { kind: csv-rows }",
    scales: String = "scales: [10k]", strategies: String = "strategies: { streamed: {} }",
    _ more: String...
) -> String {
    (["scenario: test", job, dataset, scales, strategies] + more).joined(separator: "\n")
}

/// A good command scenario: its command on line 2, more lines from line 3.
func command(_ arguments: String, _ more: String...) -> String {
    (["scenario: test", "command: \(arguments)"] + more).joined(separator: "\n")
}
