import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Growth classes of programs of known growth.
    @Suite struct BenchGrowth {
        @Test("In nine of ten runs of real programs, their growth class is among the candidates")
        func classes() async throws {
            let workplace = try Workplace()
            let laws = LawScenario.laws.keys.sorted()
            try LawScenario.write(to: workplace.directory, laws: laws)
            var found = 0
            var runs = 0
            for seed in 1...2 {
                let run = try await Benched(
                    "laws.yaml", ["--seed", "\(seed)", "--run-dir", "run\(seed)"], in: workplace)
                #expect(run.result.status == 0, "\(run.result)")
                let record = JSON(workplace.text("run\(seed)/run.json"))
                let strategies = record["scenarios"].elements.first?["strategies"].elements ?? []
                #expect(strategies.count == laws.count)
                for strategy in strategies {
                    let candidates = strategy["growth"]["candidates"].elements.map(\.text)
                    runs += 1
                    if candidates.contains(strategy["strategy"].text) { found += 1 }
                    #expect(strategy["growth"]["doubts"].elements.isEmpty)
                }
            }
            #expect(runs == 2 * laws.count)
            #expect(Double(found) >= 0.9 * Double(runs), "\(found) of \(runs)")
        }

        @Test("A run reports the noise of the machine, before its first trial and in its record")
        func noiseFloor() async throws {
            let run = try await Benched("selftest/selftest-within", ["--trials", "1"])
            let noise = run.record["environment"]["noise_floor"]
            #expect(noise["trials"].integer == 6)
            #expect((0..<0.05).contains(noise["peak_rss_share"].number ?? -1))
            #expect((noise["wall_share"].number ?? 0) > 0)
            let lines = run.result.standardError.split(separator: "\n")
            let noiseLine = lines.firstIndex { $0.hasPrefix("noise: ±") }
            let trialLine = lines.firstIndex { $0.hasPrefix("[1/") }
            #expect(try #require(noiseLine) < #require(trialLine), "\(run.result)")
        }
    }
}
