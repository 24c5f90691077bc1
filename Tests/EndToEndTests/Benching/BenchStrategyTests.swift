import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A strategy is run with and judged by its own parameters and budget.
    @Suite struct BenchStrategies {
        private static let file = """
            scenario: own
            about: Strategies with settings of their own
            pipeline: csv-ingest
            dataset: { kind: csv-rows, seed: 42 }
            scales: [4k]
            budget: { peak-rss: 256MiB }
            trials: 1
            strategies:
              load-all: { role: control, budget: { peak-rss: 12MiB } }
              streamed: { parameters: { batch: [10, 1000] } }
            """

        @Test("Each strategy is limited and judged by its own budget, and need trials have none")
        func own() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(Self.file, to: "own.yaml")
            let run = try await Benched("own.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(
                run.cells.map { $0["parameters"]["batch"].text ?? "-" } == ["-", "10", "1000"])
            let control = run.cell("load-all")
            #expect(control["verdict"].text == "over")
            #expect(control["budget"]["limit_bytes"].integer == 12 << 20)
            #expect(run.cell("streamed")["verdict"].text == "within")
            #expect(run.cell("streamed")["budget"]["limit_bytes"].integer == 256 << 20)
            let killed = run.trials("measured").first { $0["strategy"].text == "load-all" }
            #expect(killed?["budget"]["limit_bytes"].integer == 12 << 20)
            #expect(run.trials("need").map { $0["strategy"].text } == ["load-all"])
            #expect(control["need_rss_bytes"].integer ?? 0 > 12 << 20)
            #expect(run.result.standardOutput.contains("or the row's own"), "\(run.result)")
        }
    }
}
