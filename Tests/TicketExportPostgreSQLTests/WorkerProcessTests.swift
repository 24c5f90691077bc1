import Foundation
import TestSupport
import Testing

@Suite(
    "The PostgreSQL worker as a program", .needsServer, .cluster,
    .enabled(
        if: Products.isBuilt("membudget-worker-postgres"),
        "membudget-worker-postgres has not been built"))
struct WorkerProcessTests {
    private func worker(_ arguments: [String]) async throws -> Command.Result {
        try await Command.run([try Products.path("membudget-worker-postgres")] + arguments)
    }

    private func job(_ input: String, _ output: String) -> [String] {
        [
            "--pipeline", "ticket-export-postgresql", "--dataset-kind", "tickets-postgresql",
            "--input", input, "--output", output,
        ]
    }

    @Test("The worker describes six strategies that can run here")
    func describe() async throws {
        struct Description: Decodable {
            struct Pipeline: Decodable {
                struct Strategy: Decodable {
                    var name: String
                    var available: Bool
                }
                var name: String
                var strategies: [Strategy]
            }
            var pipelines: [Pipeline]
        }
        let result = try await worker(["describe"])
        #expect(result.status == 0 && result.standardError.isEmpty)
        let description = try JSONDecoder().decode(
            Description.self, from: Data(result.standardOutput.utf8))
        #expect(description.pipelines.map(\.name) == ["ticket-export-postgresql"])
        #expect(
            description.pipelines[0].strategies.map(\.name) == [
                "fetch-all", "limit-offset", "keyset", "single-row", "server-cursor", "copy",
            ])
        #expect(description.pipelines[0].strategies.allSatisfy { $0.available })
    }

    @Test("The worker exports, verifies, and reports errors in one sentence")
    func run() async throws {
        let folder = try TemporaryDirectory()
        let output = folder.path("output")
        let input = try Database.tickets.input()
        let run = try await worker(["run", "--strategy", "copy"] + job(input, output))
        #expect(run.status == 0 && run.standardError.isEmpty)
        let verified = try await worker(["verify"] + job(input, output))
        #expect(verified.standardOutput.contains("\"rows\":2503"))
        #expect(verified.standardOutput.contains("\"expectation\":\"all\""))

        let missing = try await worker(
            ["run", "--strategy", "copy"] + job("host=\(folder.path)", folder.path("other")))
        #expect(missing.status == 66)
        #expect(missing.standardError.split(separator: "\n").count == 1)
        let empty = try await worker(
            ["run", "--strategy", "copy"]
                + job(try Database.empty.input(), folder.path("empty")))
        #expect(empty.status == 0)
        #expect(empty.standardError.contains("nothing to export"))
    }
}
