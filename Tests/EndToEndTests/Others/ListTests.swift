import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The listed scenarios.
    @Suite struct List {
        @Test("No shipped scenario has mistakes, according to the workers")
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

        @Test("Shipped scenarios are listed and measured from any folder, next to own ones")
        func beside() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                "scenario: csv-ingest\nabout: My own\ncommand: [sleep, '0']\n",
                to: "Scenarios/csv-ingest.yaml")
            let list = try await workplace.membudget("list")
            #expect(list.standardOutput.contains("My own"), "\(list)")
            #expect(list.standardOutput.contains("shipped/csv-ingest"), "\(list)")
            let options = ["--trials", "1", "--format", "json"]
            func scenario(_ arguments: String...) async throws -> JSON {
                let bench = [try Products.path("membudget"), "bench"] + arguments + options
                let result = try await workplace.run(bench)
                return try #require(
                    JSON(result.standardOutput)["scenarios"].elements.first, "\(result)")
            }
            #expect(try await scenario("csv-ingest")["about"].text == "My own")
            let shipped = try await scenario(
                "shipped/csv-ingest", "--strategy", "streamed", "--scale", "1k")
            let strategies = shipped["cells"].elements.compactMap { $0["strategy"].text }
            #expect(strategies == ["streamed"])
        }
    }
}
