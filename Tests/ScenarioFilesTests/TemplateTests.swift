import Foundation
import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The scenario written by init")
struct TemplateTests {
    @Test("Without a command, the scenario is csv-ingest")
    func pipelineTemplate() throws {
        let template = ScenarioTemplate()
        let parsed = try scenario(template.text)
        #expect(template.name == "csv-ingest")
        #expect(parsed.name == "csv-ingest")
        #expect(parsed.strategies.map(\.name) == ["load-all", "row-by-row", "streamed"])
        #expect(parsed.budget == Budget(metric: .peakRSS, limit: .mebibytes(32)))
    }

    @Test(
        "Any command is parsed back unchanged",
        arguments: [
            ["sleep", "1"],
            ["python3", "import.py", "{strategy}", "{input}", "{output}"],
            ["/usr/bin/env", "FOO=bar", "sh", "-c", "echo \"$1\" 'two'; cat <<E\na: b\nE\n"],
            ["awk", "-F:", "{ print $1 }", "{print}", "{", "}", "{}", "{{x}}", "[a, b]"],
            ["x", "", " ", "~", "null", "yes", "-", "--", "---", "...", "- a", "# c", "a #b"],
            ["x", "a: b", "a:", ":", "?", "&a", "*a", "!t", "|", ">", "%", "@", "`", "'", "\""],
            ["x", "\\", "\\n", "\t", "\r\n", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{85}"],
            ["x", "\u{2028}", "a\u{FEFF}b", "é", "👩‍👩‍👧", "\u{FFFE}", "e\u{301}", "\u{A0}"],
            ["x", String(repeating: "long ", count: 1000)],
            ["./Müller's \"tool\".sh"], ["///"], ["{input}"], ["{odd-word}", "{odd-word}"],
        ])
    func roundTrip(arguments: [String]) throws {
        let template = starting(with: arguments)
        let parsed = try scenario(template.text, nil)
        #expect(parsed.name == template.name)
        #expect(parsed.job == .command(arguments))
        let mentionsStrategy = arguments.contains("{strategy}")
        #expect(
            parsed.strategies.map(\.name) == (mentionsStrategy ? ["first", "second"] : ["command"]))
        #expect((parsed.dataset != nil) == arguments.contains("{input}"))
    }

    @Test("A word in braces that is not a placeholder is kept")
    func literalWords() throws {
        let parsed = try scenario(starting(with: ["awk", "{print}", "{input}"]).text, nil)
        let cell = try #require(parsed.cells().first)
        guard case .command(let arguments) = parsed.job else {
            Issue.record("the template of a command runs \(parsed.job)")
            return
        }
        let expanded = arguments.map { CommandTemplate.expand($0, values: cell.parameters) }
        #expect(expanded == ["awk", "{print}", "{input}"])
    }

    @Test("A file's first records are the scales, and the budget follows from its size")
    func file() throws {
        let file = CommandScenario.File(
            path: "../my orders.csv", records: 120_000, bytes: 148 << 20, unit: "rows")
        let words = ["python3", "{here}/../import.py", "{input}", "{output}"]
        let template = ScenarioTemplate(
            CommandScenario(name: "import", arguments: words, data: .file(file)))
        let parsed = try scenario(template.text)
        #expect(parsed.ownData == .file("../my orders.csv", repeats: false))
        #expect(parsed.unit == "rows")
        #expect(parsed.scales.map(\.label) == ["3.6k", "9.6k", "21k", "54k", "120k"])
        #expect(parsed.budget == Budget(metric: .peakRSS, limit: .mebibytes(512)))
        #expect(parsed.verification == nil)
    }

    @Test("A known check is written; otherwise, an example is written as a comment")
    func check() throws {
        let words = ["python3", "import.py", "{input}", "{output}"]
        var command = CommandScenario(name: "import", arguments: words, data: .generated)
        #expect(ScenarioTemplate(command).text.contains("\n# verify: ["))
        command.check = ["python3", "{here}/../check.py", "{input}", "{output}"]
        let parsed = try scenario(ScenarioTemplate(command).text, nil)
        #expect(
            parsed.verification
                == .command(["python3", "{here}/../check.py", "{input}", "{output}"]))
    }

    @Test("Generated data has no bad rows by default")
    func goodRows() throws {
        let template = starting(with: ["sh", "-c", "cat {input}"])
        #expect(template.text.contains("parameters: { bad: 0 }"))
    }

    @Test("The examples in comments are valid", arguments: [true, false])
    func comments(usesStrategy: Bool) throws {
        let words = ["python3", usesStrategy ? "{strategy}.py" : "a.py", "{input}", "{output}"]
        let text = starting(with: words).text
        for key in ["verify: { same-as", "gate:"] {
            let shown = text.replacingOccurrences(of: "# \(key)", with: key)
            #expect(shown != text)
            let isAlone = !usesStrategy && key != "gate:"
            #expect(isAlone == ((try? scenario(shown, nil)) == nil), "\(key)")
        }
        guard !usesStrategy else { return }
        let shown = text.replacingOccurrences(of: "\n# strategies:", with: "\nstrategies:")
            .replacingOccurrences(of: "\n#   ", with: "\n  ")
            .replacingOccurrences(of: "\n  {", with: "\n#  {")
        #expect(try scenario(shown, nil).strategies.map(\.name) == ["first", "second"])
    }

    @Test(
        "The budget is generous, a power of two, and at most 4 GiB",
        arguments: [(0, 256), (60, 256), (65, 512), (148, 512), (1024, 4096), (90_000, 4096)])
    func budget(inputMebibytes: Int, mebibytes: Int) {
        #expect(
            CommandScenario.startingBudget(inputBytes: inputMebibytes << 20)
                == .mebibytes(mebibytes))
    }

    /// Returns the scenario of a command, with generated rows if it reads any.
    private func starting(with words: [String]) -> ScenarioTemplate {
        ScenarioTemplate(
            CommandScenario(
                name: CommandName.name(of: words) { _ in false }, arguments: words,
                data: words.contains { $0.contains("{input}") } ? .generated : .none))
    }
}
