import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Results of commands are unchecked without `verify`; those of pipelines are verified.
    @Suite struct Unchecked {
        @Test("A command that does nothing is never reported as right")
        func command() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: idle
                command: ["true", "{strategy}"]
                budget: { peak-rss: 32MiB }
                trials: 1
                strategies: { first: {}, second: {} }
                """, to: "idle.yaml")
            let run = try await Gated("idle.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.results("outcome") == ["unchecked", "unchecked"])
            #expect(run.results("peak") == ["kept", "kept"])
            let cells = run.record["scenarios"].elements[0]["cells"].elements
            #expect(cells.map { $0["result_checked"].bool } == [false, false])
            #expect(run.trials.allSatisfy { $0["outcome"].text == "completed" })
            #expect(run.trials.allSatisfy { $0["digest"].isMissing })
            #expect(run.sum == "gate: 2 rules kept, 2 unchecked; status 0")
            #expect(run.result.standardOutput.contains("(result not checked)"))
        }

        @Test("The result of a pipeline is checked, and reported as checked")
        func pipeline() async throws {
            let run = try await Gated("csv-ingest", smallIngest + ["--trials", "1", "--no-need"])
            let cells = run.record["scenarios"].elements[0]["cells"].elements
            let checked = cells.map { $0["result_checked"].bool }
            // A strategy stopped by its budget has no result.
            #expect(checked.contains(true) && !checked.contains(false))
            #expect(run.results("outcome").allSatisfy { $0 == "kept" }, "\(run.result)")
            #expect(!run.result.standardOutput.contains("not checked"))
        }
    }
}
