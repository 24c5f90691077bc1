import Testing

@Suite("Duplicate keys")
struct DuplicateKeyTests {
    @Test("All duplicates at all levels are found in one pass, among other mistakes")
    func everyLevel() {
        let yaml = """
            scenario: test
            pipeline: csv-ingest
            dataset: { kind: csv-rows, kind: csv, 'seed': 1, "seed": 2 }
            scales: [10k]
            trials: 0
            strategies:
              streamed: { role: control, role: candidate }
              load-all: {}
              streamed:
            trials: 2
            trials: 3
            """
        #expect(
            mistakes(yaml)
                == [
                    "3:28 duplicate key 'dataset.kind', first given on line 3",
                    "3:50 duplicate key 'dataset.seed', first given on line 3",
                    "5:9 'trials' must be a whole number from 1 to 1000, not '0'",
                    "7:30 duplicate key 'strategies.streamed.role', first given on line 7",
                    "9:3 duplicate key 'strategies.streamed', first given on line 7",
                    "10:1 duplicate key 'trials', first given on line 5",
                    "11:1 duplicate key 'trials', first given on line 5",
                ])
    }

    @Test("A duplicate before a syntax error is reported too")
    func besideSyntaxError() {
        let found = mistakes("dataset: { kind: a, kind: b }\nscales: [")
        #expect(found.count == 2)
        #expect(found.first == "1:12 duplicate key 'kind'")
        #expect(found.last?.contains("not valid YAML") == true)
    }

    @Test(
        "A duplicate with unusual spelling is reported too",
        arguments: [
            "\"\": 1\n\"\": 2", "? [a]\n: 1\n? [a]\n: 2", "{a: 1}: 1\n{a: 1}: 2", "1: 1\n1: 2",
            "é: 1\né: 2", "? - 9\n: 1\n? - 9\n: 2", "\"\\x61\": 1\na: 2", "&x b: 1\n&y b: 2",
        ])
    func oddSpelling(yaml: String) {
        #expect(mistakes(yaml).contains { $0.contains("duplicate key") }, "\(mistakes(yaml))")
    }

    @Test("Hundreds of duplicates are reported in reasonable time")
    func hundreds() {
        let yaml = (0..<500).map { "key\($0 / 2): 1" }.joined(separator: "\n")
        #expect(mistakes(yaml).filter { $0.contains("duplicate key") }.count >= 100)
    }
}
