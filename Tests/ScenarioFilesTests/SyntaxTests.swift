import ScenarioFiles
import Testing

@Suite("Invalid YAML")
struct SyntaxTests {
    @Test(
        "A syntax error gives one diagnostic with its position",
        arguments: [
            (
                "scenario: test\nscales: [1, 2\ntrials: 3",
                "3:7 not valid YAML: did not find expected ',' or ']' while parsing a flow sequence"
                    + " that starts on line 2"
            ),
            (
                "scenario: test\n\ttrials: 3",
                "2:1 not valid YAML: YAML is indented with spaces, not tabs"
            ),
            ("scenario: *name", "1:11 not valid YAML: found undefined alias"),
            (
                "scenario: a\n---\nscenario: b",
                "2:1 not valid YAML: a second document begins; a scenario file has only one"
            ),
        ])
    func syntax(yaml: String, expected: String) {
        #expect(mistakes(yaml) == [expected])
    }

    @Test(
        "For a file without a mapping, the diagnostic shows the expected form",
        arguments: ["# only a comment", "---\n# x", "- a\n- b", "just words", "~"])
    func noMapping(yaml: String) {
        #expect(
            mistakes(yaml) == [
                "1:1 a scenario must be a mapping of keys to values → scenario: csv-ingest"
            ])
    }

    @Test("An empty file and a binary file are reported as such", arguments: ["", " \n\n"])
    func noText(yaml: String) {
        #expect(
            mistakes(yaml) == [
                "1:1 the file is empty; 'membudget init' writes a scenario to start from"
            ])
        #expect(throws: InvalidScenario.self) {
            try ScenarioParser().parse(
                bytes: Array("scenario: a".utf8) + [0, 0xFF], path: "a.yaml", expectedName: nil)
        }
    }

    @Test("Deeply nested text is a diagnostic, not a crash")
    func nesting() {
        #expect(mistakes("scenario: " + String(repeating: "[", count: 200_000)).count == 1)
        #expect(mistakes(String(repeating: "a:\n ", count: 3_000)).count >= 1)
    }

    @Test("Aliases that multiply are not expanded")
    func billionLaughs() {
        var yaml = "a0: &a0 [x, x]\n"
        for level in 1...60 {
            yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        #expect(mistakes(yaml + "scales: *a60").contains { $0.contains("must be one value") })
    }

    @Test("A file of more than 1 MiB is not a scenario")
    func size() {
        let yaml = "scenario: test\n#" + String(repeating: "x", count: 1 << 20)
        #expect(mistakes(yaml) == ["1:1 larger than 1 MiB, so not a scenario"])
    }
}
