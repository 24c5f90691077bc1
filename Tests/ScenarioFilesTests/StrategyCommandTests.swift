import MemoryBudget
import ScenarioFiles
import Testing

@Suite("One command per strategy")
struct StrategyCommandTests {
    @Test("If all strategies have a command, the scenario needs none")
    func everyStrategy() throws {
        let parsed = try scenario(
            """
            scenario: test
            scales: [1k, 2k]
            strategies:
              a: { command: [python3, a.py, "{scale}"] }
              b: { command: [node, b.js, "{scale}"], role: reference }
            """)
        #expect(parsed.command(of: "a") == ["python3", "a.py", "{scale}"])
        #expect(parsed.command(of: "b") == ["node", "b.js", "{scale}"])
        #expect(parsed.commands.count == 2)
        #expect(parsed.placeholders == ["scale"])
        #expect(parsed.allocator == .system)
    }

    @Test("A strategy without a command runs that of the scenario")
    func shared() throws {
        let parsed = try scenario(
            command("[python3, a.py]", "strategies:", "  a: {}", "  b: { command: [node, b.js] }"))
        #expect(parsed.command(of: "a") == ["python3", "a.py"])
        #expect(parsed.command(of: "b") == ["node", "b.js"])
    }

    @Test("If the scenario has no command, a strategy without one is a mistake")
    func missing() {
        let text = "scenario: test\nstrategies: { a: { command: [ls] }, b: {} }\n"
        #expect(mistakes(text) == ["1:1 missing 'pipeline' or 'command' in the scenario"])
    }

    @Test("Mistakes in a command are reported at their position")
    func mistaken() {
        let text = """
            scenario: test
            scales: [1k, 2k]
            dataset: { kind: csv-rows }
            strategies:
              a: { command: [python3, a.py, "{input}", "{inptu}"] }
              b: { command: "node b.js '{input} x'" }
              c: { command: [c, "{input}"] }
            """
        #expect(
            mistakes(text, nil) == [
                "5:44 unknown placeholder '{inptu}' → {input}",
                "6:17 'strategies.b.command' must be a list of the program and its arguments; no"
                    + " shell splits it → [node, b.js, \"{input} x\"]",
            ])
    }

    @Test("A pipeline's strategies can't have a command")
    func ofPipeline() {
        let text = pipeline(strategies: "strategies: { streamed: { command: [ls] } }")
        #expect(
            mistakes(text) == [
                "5:27 a strategy of a pipeline can't have a 'command': the pipeline's worker runs it"
            ])
    }

    @Test("With several scales, each command must depend on the scale")
    func sameAtAllScales() {
        let text = """
            scenario: test
            scales: [1k, 2k]
            strategies:
              a: { command: [a, "{scale}"] }
              b: { command: [b] }
            """
        #expect(
            mistakes(text) == [
                "5:8 'strategies.b.command' is the same at all 2 scales: it has neither {scale} nor"
                    + " {input}"
            ])
    }
}

@Suite("Commands given on the command line")
struct AdHocScenarioTests {
    @Test("Commands give a scenario like that of a file")
    func text() throws {
        let adHoc = AdHocScenario(
            commands: [
                .init(name: "a", words: ["python3", "a.py", "{input}", "it's: {x}"]),
                .init(name: "b", words: ["node", "b.js", "{input}"]),
            ], file: .init(path: "my orders.csv", unit: "rows"),
            scales: [Scale(units: 10), Scale(units: 25_000)])
        let parsed = try scenario(adHoc.text, nil)
        #expect(parsed.name == "commands")
        #expect(parsed.strategies.map(\.name) == ["a", "b"])
        #expect(parsed.command(of: "a") == ["python3", "a.py", "{input}", "it's: {x}"])
        #expect(parsed.ownData == .file("my orders.csv", repeats: false))
        #expect(parsed.scales.map(\.label) == ["10", "25k"])
        #expect(parsed.budget == nil)
        let cell = try #require(parsed.cells().first)
        #expect(cell.parameters == ["x": "{x}"])
    }

    @Test("A single command names the scenario, and needs no scale")
    func single() throws {
        let adHoc = AdHocScenario(commands: [.init(name: "import", words: ["./import"])])
        let parsed = try scenario(adHoc.text, nil)
        #expect(parsed.name == "import")
        #expect(parsed.scales.map(\.units) == [1])
    }
}
