import Foundation

/// The path of a scenario of this package, `csv-ingest` or `examples/shell-sort`.
func shippedScenario(_ name: String) -> String {
    URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../Scenarios/\(name).yaml").standardized.path
}
