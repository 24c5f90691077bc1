import MemoryBudget
import ScenarioFiles
import Testing

@Suite("Diagnostics of a scenario file")
struct DiagnosticTextTests {
    @Test("Five different mistakes give five diagnostics, each with line, caret and proposal")
    func fiveMistakes() throws {
        let yaml = """
            scenario: CSV Ingest
            pipeline: csv-ingst
            dataset: { kind: csv-rows, sed: 42 }
            scales: [10k, 20k, 10000]
            budget: { peak-rss: 64MB }
            strategies:
              streamed: {}
            """
        let error = try #require(throws: InvalidScenario.self) {
            try ScenarioParser(catalog: catalog).parse(yaml, path: "Scenarios/csv.yaml")
        }
        #expect(
            error.description == """
                Scenarios/csv.yaml:1:11: error: a scenario's name contains only a-z, 0-9 and '-', \
                not 'CSV Ingest'; did you mean 'csv-ingest'?
                    scenario: CSV Ingest
                              ^
                Scenarios/csv.yaml:2:11: error: unknown pipeline 'csv-ingst'; did you mean \
                'csv-ingest'?
                    pipeline: csv-ingst
                              ^
                Scenarios/csv.yaml:3:28: error: unknown key 'sed' of 'dataset'; did you mean 'seed'?
                    dataset: { kind: csv-rows, sed: 42 }
                                               ^
                Scenarios/csv.yaml:4:20: error: duplicate scale '10000', first given as '10k' on \
                line 4
                    scales: [10k, 20k, 10000]
                                       ^
                Scenarios/csv.yaml:5:21: error: '64MB' has no binary unit (KiB, MiB, GiB); did you \
                mean '64MiB'?
                    budget: { peak-rss: 64MB }
                                        ^
                """)
    }

    @Test("Diagnostics are sorted by line and column, not by section")
    func order() {
        let yaml = """
            strategies: { streamd: { rol: control, defalt: false } }
            trials: many
            scales: [x, y]
            pipeline: csv-ingest
            dataset: {}
            scenario: test
            """
        let found = diagnostics(yaml)
        let positions = found.map { [$0.line, $0.column] }
        #expect(positions == [[1, 15], [1, 26], [1, 40], [2, 9], [3, 10], [3, 13], [5, 10]])
    }

    @Test("A column counts characters, not bytes or scalars")
    func characters() {
        let found = diagnostics(pipeline("about: \"e\u{301}é👩‍👩‍👧\" \u{20}", "x\u{301}y: 1"))
        #expect(found.map(\.column) == [1])
        let inline = diagnostics(
            pipeline(dataset: "dataset: { parameters: { \"👩‍👩‍👧é\": 1 }, kind: nothing }"))
        #expect(inline.map(\.column).last == 43)
        #expect(inline.last.map { Array($0.source)[42] } == "n")
    }

    @Test("A control character of the file does not reach the terminal")
    func controlCharacters() throws {
        let found = try #require(diagnostics("scenario: a\u{1B}[31mb").first)
        #expect(found.line == 1)
        #expect(!found.source.unicodeScalars.contains("\u{1B}"))
    }
}
