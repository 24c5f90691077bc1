import TestSupport
import Testing

extension EndToEnd {
    /// `compare` shows two runs and never fails on changes.
    @Suite struct Comparing {
        @Test("A program that grew is regressed, but the status is 0")
        func regressed() async throws {
            let workplace = try Workplace()
            let program = FixedProgram(workplace: workplace)
            for (mebibytes, name) in [(8, "before"), (24, "after")] {
                try program.write(mebibytes: mebibytes)
                _ = try await Gated("fixed.yaml", in: workplace, runDirectory: name)
            }
            let text = try await workplace.membudget("compare", "before", "after")
            #expect(text.status == 0 && text.standardError.isEmpty, "\(text)")
            #expect(text.standardOutput.contains("✗ regressed"), "\(text)")
            let markdown = try await workplace.membudget(
                "compare", "before", "after", "--format", "markdown")
            #expect(markdown.standardOutput.contains("| **✗&nbsp;regressed** |"), "\(markdown)")
            let backwards = try await workplace.membudget(
                "compare", "after", "before", "--format", "json")
            let cell = JSON(backwards.standardOutput)["scenarios"].elements[0]["cells"].elements[0]
            #expect(cell["peak"]["comparison"].text == "improved", "\(backwards)")
            #expect((cell["peak"]["change"].number ?? 0) < -0.5)
        }
    }
}
