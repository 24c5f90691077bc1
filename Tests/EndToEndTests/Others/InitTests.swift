import TestSupport
import Testing

extension EndToEnd {
    /// `membudget init` writes a scenario that runs as it is.
    @Suite struct Initializing {
        @Test("The scenario for a pipeline is written once, and benches")
        func pipeline() async throws {
            let workplace = try Workplace()
            let written = try await workplace.membudget("init")
            #expect(written.status == 0, "\(written)")
            let path = written.standardOutput.split(separator: "\n").first.map(String.init) ?? ""
            let text = workplace.text(path)
            #expect(!text.isEmpty)
            let again = try await workplace.membudget("init")
            #expect(again.status == 73, "\(again)")
            #expect(workplace.text(path) == text)
            let bench = try await workplace.membudget(
                "bench", "--scale", "300", "--trials", "1", "--run-dir", "run")
            #expect(bench.status == 0, "\(bench)")
        }

        @Test(
            "The scenario for a command keeps its arguments, blanks, quotes, hashes and braces too")
        func command() async throws {
            let workplace = try Workplace()
            let script = "cp {input} {output} # it's \"a: b\"; [ -n '{}' ]"
            let written = try await workplace.membudget("init", "--", "sh", "-c", script)
            #expect(written.status == 0, "\(written)")
            let bench = try await workplace.membudget(
                "bench", "sh", "--scale", "300", "--trials", "1", "--run-dir", "run")
            #expect(bench.status == 0, "\(bench)")
            #expect(bench.standardOutput.contains("✓ within"), "\(bench)")
        }

        @Test("A scenario that init would write over stays as it is")
        func taken() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("mine", to: "Scenarios/ls.yaml")
            let result = try await workplace.membudget("init", "--", "/bin/ls", "-l")
            #expect(result.status == 73, "\(result)")
            #expect(workplace.text("Scenarios/ls.yaml") == "mine")
        }
    }
}
