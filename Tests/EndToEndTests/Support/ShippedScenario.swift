import Foundation

/// Returns the path of a shipped scenario, such as `csv-ingest` or `examples/shell-sort`.
func shippedScenario(_ name: String) -> String {
    URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Scenarios/\(name).yaml").standardized.path
}
