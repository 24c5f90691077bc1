import Datasets
import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import HotelContracts

/// Compares results with the generator's manifest, which shares no code with the parsers.
@Suite("Generated trees")
struct GeneratedTreeTests {
    @Test("Every strategy's result for a damaged tree matches its manifest", arguments: strategies)
    func manifest(strategy: String) async throws {
        let tree = try Tree()
        try FileManager.default.removeItem(atPath: tree.path)
        let request = Scenario.DatasetRequest(
            kind: "hotel-contracts", seed: 7,
            parameters: [
                "damaged": "0.02", "quirks": "0.5", "headless": "0.05", "file-size": "16KiB",
            ])
        let dataset = try Dataset.generate(
            request, size: .units(Scale(units: 120)), into: tree.directory.path("generated")
        )
        try FileManager.default.moveItem(
            atPath: tree.directory.path("generated/contracts"), toPath: tree.path)
        let finding = try await run(strategy, tree)
        let expected = dataset.manifest.expected
        #expect(finding.outcome.rows == expected.rows)
        #expect(finding.outcome.digest == expected.digest)
        #expect(finding.failedCount == expected.rowsFailed)
        #expect(expected.rowsFailed > 100)
        #expect(finding.doneCount == 120)
    }
}
