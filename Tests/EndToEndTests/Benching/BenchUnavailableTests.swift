import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Strategies that can't run here are listed with a reason, never silently left out.
    @Suite struct BenchUnavailable {
        private static let partial = """
            scenario: partial
            about: A strategy that this machine can't run
            pipeline: spoilt
            dataset: { kind: csv-rows, seed: 42 }
            scales: [300]
            budget: { peak-rss: 256MiB }
            trials: 1
            allocator: system
            strategies:
              honest: {}
              absent: {}
            """

        @Test("If a strategy can't run, the others do; it is listed, and bench exits with 69")
        func listed() async throws {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(in: workplace)
            try workplace.directory.write(Self.partial, to: "partial.yaml")
            let run = try await Benched(
                "partial.yaml", in: workplace, environment: ["MEMBUDGET_LIBEXEC": folder])
            #expect(run.result.status == 69, "\(run.result)")
            #expect(run.cells.map { $0["strategy"].text } == ["honest"])
            #expect(run.cell("honest")["verdict"].text == "within")
            let scenario = run.record["scenarios"].elements.first
            let absent = scenario?["unavailable"].elements.first
            #expect(absent?["strategy"].text == "absent")
            #expect(absent?["reason"].text == "built without it")
            #expect(
                run.result.standardError.contains(
                    "can't run here: partial absent: built without it"),
                "\(run.result)")
            #expect(
                run.result.standardOutput.contains("can't run here: absent (built without it)"),
                "\(run.result)")
        }

        @Test("A worker that can't be started affects only its own scenarios")
        func brokenWorker() async throws {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(
                "import sys; sys.exit('error while loading shared libraries: libpq.so.5')",
                in: workplace)
            for (name, pipeline) in [("whole", "csv-ingest"), ("stranded", "spoilt")] {
                try workplace.directory.write(
                    """
                    scenario: \(name)
                    about: What a broken worker leaves
                    pipeline: \(pipeline)
                    dataset: { kind: csv-rows, seed: 42 }
                    scales: [300]
                    budget: { peak-rss: 256MiB }
                    trials: 1
                    allocator: system
                    strategies:
                      streamed: {}
                    """, to: "\(name).yaml")
            }
            let environment = ["MEMBUDGET_LIBEXEC": folder]
            let whole = try await Benched("whole.yaml", in: workplace, environment: environment)
            #expect(whole.result.status == 0, "\(whole.result)")
            let stranded = try await workplace.membudget(
                "bench", "whole.yaml", "stranded.yaml", "--run-dir", "both",
                environment: environment)
            #expect(stranded.status == 69, "\(stranded)")
            #expect(
                stranded.standardError.contains("no worker has pipeline 'spoilt', and"),
                "\(stranded)")
            #expect(stranded.standardError.contains("libpq.so.5"), "\(stranded)")
            #expect(workplace.holds("both/run.json"))
        }

        @Test("list shows a strategy that can't run, with the reason")
        func list() async throws {
            let workplace = try Workplace()
            let folder = try FakeWorker.install(in: workplace)
            let result = try await workplace.membudget(
                "list", environment: ["MEMBUDGET_LIBEXEC": folder])
            #expect(result.standardOutput.contains("(unavailable: built without it)"), "\(result)")
        }
    }
}
