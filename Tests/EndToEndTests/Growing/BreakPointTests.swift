import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Break points that runs confirm.
    @Suite struct BreakPoints {
        @Test("A break point is verified by a run below and one above, which are in no table")
        func verified() async throws {
            let workplace = try Workplace()
            // 8 MiB, a little for the program, and 4 MiB for every thousand units.
            try LawScenario.write(
                to: workplace.directory, laws: ["linear"],
                budget: "budget: { peak-rss: 50MiB }")
            let run = try await Benched("laws.yaml", ["--verify-break-point"], in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            let strategy = run.record["scenarios"].elements.first?["strategies"].elements.first
            let point = try #require(strategy)["growth"]["break_point"]
            let low = try #require(point["low"].number)
            let high = try #require(point["high"].number)
            // (50 MiB − 8 MiB − about ½ MiB) / 4 MiB a thousand.
            #expect(low < 10_600 && high > 10_000 && low > 9_000 && high < 12_000)
            #expect(point["verified"].bool == true)
            let edges = run.trials("edge")
            #expect(edges.map { $0["outcome"].text } == ["completed", "over_budget"])
            let units = edges.map { Double($0["scale"]["units"].integer ?? 0) }
            #expect(units[0] <= 0.9 * low && units[1] >= 1.1 * high)
            #expect(run.cells.count == LawScenario.scales.count)
            #expect(run.result.standardError.contains("5 need, 2 edge"))
        }

        @Test("One that the runs refute is not verified, and what can't be run is said")
        func refuted() async throws {
            let workplace = try Workplace()
            // Linear as far as it was measured, and no further.
            try workplace.directory.write(
                """
                size=$(($1 > 8000 ? 16 : 8 + $1 / 1000))
                exec "$2/membudget-selftest" touch $size
                """, to: "flat.sh")
            try workplace.directory.write(
                """
                scenario: flat
                about: Stops growing
                command: [sh, "{here}/flat.sh", "{scale}", "{libexec}"]
                scales: [500, 1000, 2000, 4000, 8000]
                budget: { peak-rss: 32MiB }
                trials: 1
                """, to: "flat.yaml")
            let run = try await Benched("flat.yaml", ["--verify-break-point"], in: workplace)
            let strategy = run.record["scenarios"].elements.first?["strategies"].elements.first
            let point = try #require(strategy)["growth"]["break_point"]
            #expect(point["verified"].bool == false, "\(run.result)")
            #expect(run.trials("edge").last?["outcome"].text == "completed")
        }

        @Test("Without the flag none is run, and nothing claims to be verified")
        func unasked() async throws {
            let workplace = try Workplace()
            try LawScenario.write(
                to: workplace.directory, laws: ["linear"],
                budget: "budget: { peak-rss: 50MiB }", trials: 1)
            let run = try await Benched("laws.yaml", in: workplace)
            let strategy = run.record["scenarios"].elements.first?["strategies"].elements.first
            let point = try #require(strategy)["growth"]["break_point"]
            #expect(!point["estimate"].isMissing && point["verified"].isMissing)
            #expect(run.trials("edge").isEmpty)
        }
    }
}
