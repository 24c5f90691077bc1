import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Break points that are verified by runs.
    @Suite struct BreakPoints {
        @Test("A break point is verified by a run below and one above, which are in no table")
        func verified() async throws {
            let workplace = try Workplace()
            // 8 MiB, a little for the program, and 4 MiB per thousand units.
            try LawScenario.write(
                to: workplace.directory, laws: ["linear"],
                budget: "budget: { peak-rss: 50MiB }")
            let run = try await Benched("laws.yaml", ["--verify-break-point"], in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            let strategy = run.record["scenarios"].elements.first?["strategies"].elements.first
            let point = try #require(strategy)["growth"]["break_point"]
            let low = try #require(point["low"].number)
            let high = try #require(point["high"].number)
            // (50 MiB − 8 MiB − about ½ MiB) / 4 MiB per thousand.
            #expect(low < 10_370 && high > 10_370 && low > 8_000 && high < 14_000)
            #expect(point["verified"].bool == true)
            let edges = run.trials("edge")
            #expect(edges.map { $0["outcome"].text } == ["completed", "over_budget"])
            let units = edges.map { Double($0["scale"]["units"].integer ?? 0) }
            // The known values are those of the two runs, around the predicted point.
            #expect(units == [low, high])
            let fit = point["fit"]
            let fitted = try (#require(fit["low"].number), #require(fit["high"].number))
            #expect(units[0] <= 0.9 * fitted.0 && units[1] >= 1.1 * fitted.1)
            #expect(run.cells.count == LawScenario.scales.count)
            let plan = run.result.standardError.split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
            #expect(plan.contains("5 with a profiler, 2 near break points"), "\(run.result)")
        }
    }
}
