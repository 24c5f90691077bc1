import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Scenarios whose data is served by an HTTP source that bench starts.
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
            "Every strategy is right, even with a failing source, and no source remains",
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

        @Test("A command gets the result of an earlier sync and the address of the source")
        func previous() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                #"""
                scenario: previous
                about: What an earlier sync left
                command: [sh, "{here}/look.sh", "{previous}", "{input}", "{scale}"]
                dataset: { kind: opportunities, seed: 42 }
                scales: [100, 200]
                trials: 1
                """#, to: "previous.yaml")
            // The number in the list, minus a few new ones, plus a few deleted ones.
            try workplace.directory.write(
                """
                case "$2" in http://127.0.0.1:*/$3) ;; *) exit 2 ;; esac
                count=$(sqlite3 "$1" "SELECT count(*) FROM opportunities")
                test "$count" -gt $(($3 * 9 / 10)) && test "$count" -lt $(($3 * 11 / 10))
                """, to: "look.sh")
            let run = try await Benched("previous.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.cells.count == 2)
            let outcomes = run.cells.flatMap { $0["trials"].elements.map { $0["outcome"].text } }
            #expect(
                outcomes.allSatisfy { $0 == "completed" } && outcomes.count >= 2, "\(run.result)")
        }

        @Test("Mistakes in the source's settings are reported before anything runs")
        func mistakes() async throws {
            let workplace = try workplace(hazards: ", hazards: fire")
            let run = try await Benched("fetched.yaml", in: workplace)
            #expect(run.result.status == 65 || run.result.status == 64, "\(run.result)")
            #expect(run.result.standardError.contains("fire"), "\(run.result)")
        }
    }
}
