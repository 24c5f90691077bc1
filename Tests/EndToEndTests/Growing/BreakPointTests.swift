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
    }
}
