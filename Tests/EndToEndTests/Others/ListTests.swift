import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What can be asked for by name.
    @Suite struct List {
        @Test("No shipped scenario has mistakes, by what the workers know")
        func shipped() async throws {
            let workplace = try Workplace()
            let shipped = URL(fileURLWithPath: shippedScenario("csv-ingest"))
                .deletingLastPathComponent().path
            try FileManager.default.copyItem(
                atPath: shipped, toPath: workplace.directory.path("Scenarios"))
            let result = try await workplace.membudget("list")
            #expect(result.status == 0, "\(result)")
            #expect(result.standardOutput.contains("csv-ingest"))
            #expect(!result.standardOutput.contains("has mistakes"), "\(result)")
        }
    }
}
