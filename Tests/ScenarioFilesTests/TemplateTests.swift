import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The scenario that init writes")
struct TemplateTests {
    @Test("Without a command it is the CSV ingest")
    func pipelineTemplate() throws {
        let template = ScenarioTemplate()
        let parsed = try scenario(template.text)
        #expect(template.name == "csv-ingest")
        #expect(parsed.name == "csv-ingest")
        #expect(parsed.strategies.map(\.name) == ["load-all", "row-by-row", "streamed"])
        #expect(parsed.budget == Budget(metric: .peakRSS, limit: .mebibytes(32)))
    }

    @Test(
        "Any command comes back as it was given",
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
        let template = ScenarioTemplate(command: arguments)
        let parsed = try scenario(template.text)
        #expect(parsed.name == template.name)
        #expect(parsed.job == .command(arguments))
        let mentionsStrategy = arguments.contains("{strategy}")
        #expect(
            parsed.strategies.map(\.name) == (mentionsStrategy ? ["first", "second"] : ["command"]))
        #expect((parsed.dataset != nil) == arguments.contains("{input}"))
    }

    @Test("A word in braces that means nothing to us stays what it is")
    func literalWords() throws {
        let parsed = try scenario(ScenarioTemplate(command: ["awk", "{print}", "{input}"]).text)
        let cell = try #require(parsed.cells().first)
        guard case .command(let arguments) = parsed.job else {
            Issue.record("the template of a command runs \(parsed.job)")
            return
        }
        let expanded = arguments.map { CommandTemplate.expand($0, values: cell.parameters) }
        #expect(expanded == ["awk", "{print}", "{input}"])
    }

    @Test(
        "The name is made of the program's",
        arguments: [
            ("/usr/bin/python3.11", "python3-11"), ("./Import Data.sh", "import-data-sh"),
            ("___", "my-command"), ("日本", "my-command"),
        ])
    func names(program: String, name: String) {
        #expect(ScenarioTemplate(command: [program]).name == name)
    }
}
