import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Scenarios whose data an HTTP source serves that bench starts.
    @Suite(
        .enabled(
            if: Products.isBuilt("membudget-worker-http") && Products.isBuilt("membudget-source"),
            "membudget-worker-http or membudget-source has not been built"))
    struct BenchSource {
        private static let scenario = """
            scenario: fetched
            about: Fixtures over HTTP
            pipeline: parallel-fixtures
            dataset: { kind: team-fixtures, seed: 42, parameters: { latency-milliseconds: 2HAZARDS } }
            scales: [2, 9]
            budget: { peak-rss: 512MiB }
            trials: TRIALS
            allocator: system
            strategies:
              accumulate: {}
              fixes: { parameters: { fixes: ["1", "1,2"] } }
              all-fixes: {}
              wait-for-all: {}
              streamed: {}
            """

        private func workplace(trials: Int = 1, hazards: String = "") throws -> Workplace {
            let workplace = try Workplace()
            let text = Self.scenario.replacing("TRIALS", with: "\(trials)")
                .replacing("HAZARDS", with: hazards)
            try workplace.directory.write(text, to: "fetched.yaml")
            return workplace
        }

        @Test(
            "Every strategy is right, also from a source that fails, and no source stays",
            arguments: ["", ", hazards: \"truncated-body,empty-body\", hazard-per-mille: 300"])
        func right(hazards: String) async throws {
            let workplace = try workplace(hazards: hazards)
            let run = try await Benched("fetched.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.cells.count == 12)
            #expect(run.cells.allSatisfy { $0["verdict"].text == "within" }, "\(run.result)")
            #expect(workplace.processes == [])
            #expect(workplace.temporaryNames == [])
        }

        @Test("A run that is interrupted or killed leaves no source", arguments: [SIGINT, SIGKILL])
        func ended(signal: Int32) async throws {
            let workplace = try workplace(trials: 200)
            async let run = Benched("fetched.yaml", in: workplace)
            func processes(_ name: String) -> [Leftovers.Process] {
                workplace.processes.filter { $0.name == name }
            }
            #expect(await eventually { workplace.text("run/trials.jsonl").contains("streamed") })
            #expect(!processes("membudget-sourc").isEmpty)
            for process in processes("membudget") { kill(process.identifier, signal) }
            _ = try await run
            #expect(await eventually { workplace.processes == [] })
        }

        @Test("Mistakes in the source's settings are told before anything runs")
        func mistakes() async throws {
            let workplace = try workplace(hazards: ", hazards: fire")
            let run = try await Benched("fetched.yaml", in: workplace)
            #expect(run.result.status == 65 || run.result.status == 64, "\(run.result)")
            #expect(run.result.standardError.contains("fire"), "\(run.result)")
        }
    }
}
